// SPDX-License-Identifier: MIT
#pragma once

// All macros of the library. LIMN_ABI is the inline namespace, one per minor version, so that two
// versions of limn can be linked into one program without their symbols meeting.
#define LIMN_ABI v0_1

#ifdef LIMN_HEADER_ONLY
#define LIMN_INLINE inline
#else
#define LIMN_INLINE
#endif
