// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <limn/evaluate/views.hpp>

// How well scores or labels tell classes apart. Order of arguments: truth first, as in
// scikit-learn.
//
// Everywhere: truth (n), scores or labels (n). Errors: ShapeError on unequal lengths; DataError
// when n = 0, when a score is NaN or infinite, a probability outside [0, 1] or a binary truth not 0
// or 1. Where the truth holds one class only, measures that compare classes answer NaN.
namespace limn::inline LIMN_ABI::evaluate {

/// Area under the ROC curve: the chance that a positive scores above a negative, ties half. NaN
/// with one class. O(n log n).
/// **Source:** Fawcett (2006), An introduction to ROC analysis.
double auroc(VectorView truth, VectorView scores);

/// Sum of precision times the rise of recall over the distinct scores, without interpolation. NaN
/// without a positive. O(n log n).
double average_precision(VectorView truth, VectorView scores);

/// Mean of -ln p(truth), probabilities kept 2.2e-16 away from 0 and 1.
double log_loss(VectorView truth, VectorView probabilities);
/// The same for classes 0 ... k-1: probabilities (n, k), rows divided by their sum.
/// Errors: also DataError when a row sums to 0 or a class lies outside 0 ... k-1.
double log_loss(LabelsView truth, MatrixView probabilities);

/// Mean squared distance between probability and truth.
/// **Source:** Brier (1950), Verification of forecasts expressed in terms of probability.
double brier(VectorView truth, VectorView probabilities);

/// Share of rows where both labels are equal.
double accuracy(LabelsView truth, LabelsView predicted);
/// Mean recall over the classes of the truth.
double balanced_accuracy(LabelsView truth, LabelsView predicted);
/// Harmonic mean of precision and recall of one class; 0 where both are 0.
double f1(LabelsView truth, LabelsView predicted, std::int32_t positive = 1);

/// Each class that occurs in truth or prediction: all vectors (n_classes).
struct ClassReport {
  std::vector<std::int32_t> classes;  ///< rising
  Vector precision, recall, f1;       ///< 0 where the denominator is 0
  Vector support;                     ///< rows of the class in the truth
  double accuracy = 0, balanced_accuracy = 0, f1_macro = 0, f1_weighted = 0;
};
ClassReport class_report(LabelsView truth, LabelsView predicted);

/// counts(i, j): rows of classes[i] that were called classes[j].
struct Confusion {
  std::vector<std::int32_t> classes;  ///< rising
  Matrix counts;                      ///< (n_classes, n_classes)
};
/// Errors: also LimitError beyond 4096 classes.
Confusion confusion(LabelsView truth, LabelsView predicted);

/// The usual list for two classes; labels are probabilities >= threshold.
struct Classification {
  std::int64_t n = 0, n_positive = 0;
  double auroc = 0, average_precision = 0, log_loss = 0, brier = 0;
  double accuracy = 0, balanced_accuracy = 0, f1 = 0;
};
Classification classification(VectorView truth, VectorView probabilities, double threshold = 0.5);

}  // namespace limn::inline LIMN_ABI::evaluate

#ifdef LIMN_HEADER_ONLY
#include <limn/evaluate/classification.ipp>
#endif
