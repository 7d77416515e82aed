# SPDX-License-Identifier: MIT
"""
The compiled half of limn; import limn instead.
"""
from __future__ import annotations
import numpy
import numpy.typing
import os
import typing
from . import data
from . import filter
from . import impute
from . import outlier
from . import features
from . import learn
from . import encoder
from . import cluster
from . import recommend
from . import coldstart
from . import evaluate
__all__: list[str] = ['Component', 'EventLog', 'State', 'Table', 'cluster', 'coldstart', 'data', 'encoder', 'evaluate', 'features', 'filter', 'get_threads', 'impute', 'learn', 'outlier', 'recommend', 'set_threads']
class Table:
    """
    Named columns of equal length, immutable.
    """
    @staticmethod
    def from_arrow(source: typing.Any) -> Table:
        """
        From anything with an Arrow stream (__arrow_c_stream__), without a copy where the layout allows. Errors: DataError naming the column.
        """
    @staticmethod
    def read_csv(path: str | os.PathLike[str]) -> Table:
        """
        A CSV file by limn's own reader. Errors: IoError; FormatError naming the line.
        """
    @staticmethod
    def read_ndjson(path: str | os.PathLike[str]) -> Table:
        """
        One flat JSON object a line. Errors: IoError; FormatError naming the line.
        """
    def __arrow_c_stream__(self, requested_schema: typing.Any = None) -> typing.Any:
        ...
    def __getitem__(self, name: str) -> numpy.typing.NDArray[typing.Any]:
        """
        A column; gaps are NaN, NaT or None. Errors: DataError for an unknown name.
        """
    def __init__(self, table: typing.Any) -> None:
        """
        From pandas, polars, pyarrow, a duckdb relation, a dict of arrays or a structured array. Errors: DataError naming the column.
        """
    def __len__(self) -> int:
        ...
    def __repr__(self) -> str:
        ...
    def to_dict(self) -> dict[str, numpy.typing.NDArray[typing.Any]]:
        ...
    @property
    def n_rows(self) -> int:
        """
        """
    @property
    def names(self) -> list[str]:
        """
        """
class EventLog:
    """
    Who did what when: events sorted by user and time, immutable.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def _from_table(table: Table, user: str, item: str, time: str, type: str, value: str, time_unit: str) -> EventLog:
        ...
    @staticmethod
    def _load(state: bytes) -> EventLog:
        ...
    @staticmethod
    def from_csv(path: str | os.PathLike[str], *, user: str, item: str, time: str, type: str | None = None, value: str | None = None, time_unit: str | None = None) -> EventLog:
        """
        A log from a CSV file, read by duckdb, pyarrow or polars, whichever is there (CSV and NDJSON also by limn itself). Options as in from_table.
        """
    @staticmethod
    def from_json(path: str | os.PathLike[str], *, user: str, item: str, time: str, type: str | None = None, value: str | None = None, time_unit: str | None = None) -> EventLog:
        """
        A log from a JSON or NDJSON file, read by duckdb, pyarrow or polars, whichever is there (CSV and NDJSON also by limn itself). Options as in from_table.
        """
    @staticmethod
    def from_parquet(path: str | os.PathLike[str], *, user: str, item: str, time: str, type: str | None = None, value: str | None = None, time_unit: str | None = None) -> EventLog:
        """
        A log from a Parquet file, read by duckdb, pyarrow or polars, whichever is there (CSV and NDJSON also by limn itself). Options as in from_table.
        """
    @staticmethod
    def from_table(table: typing.Any, *, user: str, item: str, time: str, type: str | None = None, value: str | None = None, time_unit: str | None = None) -> EventLog:
        """
        A log from a table: pandas, polars, pyarrow, a duckdb relation, a dict of arrays, a structured array, limn.Table.
        
        The options name columns. `time` holds timestamps, or integers with their unit in `time_unit` ("s", "ms", "us", "ns", "day"), or any numbers that only know the order (`time_unit="order"`). Rows without a user are dropped and counted in n_dropped.
        
        Errors: DataError naming the column.
        """
    def __arrow_c_stream__(self, requested_schema: typing.Any = None) -> typing.Any:
        ...
    def __eq__(self, other: typing.Any) -> bool:
        ...
    def __len__(self) -> int:
        ...
    def __reduce__(self) -> tuple[typing.Any, ...]:
        ...
    def __repr__(self) -> str:
        ...
    def _columns(self) -> tuple[numpy.typing.NDArray[typing.Any], ...]:
        """
        Codes of users, items and types, times and values in the log's own order.
        """
    def _dump(self) -> bytes:
        ...
    def append(self, more: EventLog) -> EventLog:
        """
        This log and the events of another.
        """
    def only_users(self, users: typing.Iterable[typing.Any]) -> EventLog:
        """
        The events of these users, in this order.
        """
    def slice(self, until: typing.Any) -> EventLog:
        """
        The events strictly before `until` (datetime, numpy.datetime64, ISO text or microseconds). Users and items stay, even those left without events.
        """
    def to_table(self, kind: str = 'dict') -> typing.Any:
        """
        Columns user, item, type, time, value as a "dict" of arrays, "pandas", "polars" or "arrow" table.
        """
    def without(self, drop: typing.Any) -> EventLog:
        """
        The events whose flag is False: what the mask of a filter asks for.
        """
    def without_user(self, user: typing.Any) -> EventLog:
        """
        Neither the id nor the events stay anywhere in the result.
        """
    @property
    def fingerprint(self) -> str:
        """
        Sixteen hex digits over ids, codes and times: names a split.
        """
    @property
    def has_types(self) -> bool:
        """
        """
    @property
    def has_values(self) -> bool:
        """
        """
    @property
    def items(self) -> numpy.typing.NDArray[typing.Any]:
        """
        Ids of the items in code order, as they were given.
        """
    @property
    def n_dropped(self) -> int:
        """
        """
    @property
    def n_events(self) -> int:
        """
        """
    @property
    def n_items(self) -> int:
        """
        """
    @property
    def n_users(self) -> int:
        """
        """
    @property
    def ordered_only(self) -> bool:
        """
        True: times are an order, not a clock.
        """
    @property
    def types(self) -> numpy.typing.NDArray[typing.Any]:
        """
        Event types in code order, empty when the log has none.
        """
    @property
    def users(self) -> numpy.typing.NDArray[typing.Any]:
        """
        Ids of the users in code order, as they were given.
        """
class State:
    """
    Where an encoder stands in one user's history. A plain value: copy it, pickle it, compare it. It belongs to the encoder that made it, as it was fitted then.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def _load(numbers: tuple[typing.Any, ...]) -> State:
        ...
    def __copy__(self) -> State:
        ...
    def __deepcopy__(self, memo: typing.Any) -> State:
        ...
    def __eq__(self, other: typing.Any) -> bool:
        """
        Equal in every number.
        """
    def __init__(self) -> None:
        """
        An empty state; start() makes usable ones.
        """
    def __reduce__(self) -> tuple[typing.Any, ...]:
        ...
    def copy(self) -> State:
        """
        A copy that goes its own way.
        """
    @property
    def embedding(self) -> numpy.typing.NDArray[numpy.float32]:
        """
        (width,) after the last event.
        """
    @property
    def n_events(self) -> int:
        """
        Known events read.
        """
class Component:
    """
    What all components share; see each class.
    """
    def __eq__(self, other: typing.Any) -> bool:
        """
        Equal options and equal state.
        """
    def __hash__(self) -> int:
        """
        By identity.
        """
    def __reduce__(self) -> tuple[typing.Any, ...]:
        """
        For pickle and copy.
        """
    def __repr__(self) -> str:
        """
        Class and options that differ from their defaults.
        """
    def __sklearn_is_fitted__(self) -> bool:
        """
        True after fit.
        """
    def __sklearn_tags__(self) -> typing.Any:
        """
        Tags for scikit-learn.
        """
    def _dump(self) -> bytes:
        """
        The model file of this object as bytes.
        """
    def _facts(self) -> dict[str, typing.Any]:
        """
        What the component is and can do.
        """
    def _repr_html_(self) -> str:
        """
        The options as a small table.
        """
    def _restore(self, state: bytes) -> None:
        """
        The state of `_dump`.
        """
    def get_params(self, deep: bool = True) -> dict[str, typing.Any]:
        """
        The options by name.
        """
    def save(self, path: str | os.PathLike[str]) -> None:
        """
        Writes one model file, atomically: the old file stays whole when anything fails.
        """
    def set_params(self, **options: typing.Any) -> typing.Self:
        """
        Changes options. The object is then as new: what it had learned is gone.
        """
    @property
    def component(self) -> str:
        """
        The component's name for ever, "impute.median".
        """
    @property
    def feature_names_in_(self) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns at fit, where X had names.
        """
    @property
    def n_features_in_(self) -> int:
        """
        Columns at fit.
        """
class _Profiler:
    """
    The C++ half of limn.Profiler.
    """
    @staticmethod
    def from_bytes(state: bytes) -> _Profiler:
        ...
    @staticmethod
    def load(path: str | os.PathLike[str]) -> _Profiler:
        ...
    def __init__(self, config: str) -> None:
        ...
    def config(self) -> str:
        ...
    def evaluate(self) -> str:
        ...
    def fit(self, log: EventLog, users: Table | None, id_column: str) -> None:
        ...
    def fitted(self) -> bool:
        ...
    def forget(self, user: str) -> str:
        ...
    def integer_items(self) -> bool:
        ...
    def integer_users(self) -> bool:
        ...
    def n_users(self) -> int:
        ...
    def predict(self, user: str) -> str:
        ...
    def predict_of(self, history: list[typing.Any], attributes: dict[str, typing.Any]) -> str:
        ...
    def profile(self, user: str) -> str:
        ...
    def profile_of(self, history: list[typing.Any], attributes: dict[str, typing.Any]) -> str:
        ...
    def recommend(self, user: str, k: int) -> list[dict[str, typing.Any]]:
        ...
    def recommend_of(self, history: list[typing.Any], attributes: dict[str, typing.Any], k: int) -> list[dict[str, typing.Any]]:
        ...
    def report(self, path: str | os.PathLike[str]) -> None:
        ...
    def report_html(self) -> str:
        ...
    def save(self, path: str | os.PathLike[str]) -> None:
        ...
    def segments(self) -> list[dict[str, typing.Any]]:
        ...
    def to_bytes(self) -> bytes:
        ...
    def update(self, events: EventLog) -> None:
        ...
    def users(self) -> list[str]:
        ...
def _describe_file(path: str | os.PathLike[str]) -> tuple[str, dict[str, typing.Any], dict[str, int], int]:
    ...
def _enroll(name: str, kind: type) -> int:
    ...
def _read_component(path: str | os.PathLike[str]) -> tuple[str, bytes]:
    ...
def get_threads() -> int:
    """
    Threads every call may use.
    """
def set_threads(n: int) -> None:
    """
    Threads every call may use; 0 = as many as the machine has. Results do not depend on it. The start value is LIMN_NUM_THREADS.
    """
__version__: str = '0.1.0'
