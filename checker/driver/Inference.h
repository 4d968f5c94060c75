//===- Inference.h - The steps that infer contracts -------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   collect FILE ──> FILE.facts ──┐
//   collect FILE ──> FILE.facts ──┴─> merge ──┬─> MODEL.yaml        (infer)
//                                             └─> FILE.slice.yaml   (check)
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_DRIVER_INFERENCE_H
#define VIRREF_DRIVER_INFERENCE_H

#include "driver/DatabaseRun.h"
#include "report/Report.h"

namespace virref {

/// Adds the steps that infer what the files of \p Run can rely on. \returns
/// false if it is not known what the rest of the program does.
bool addInference(const DatabaseRun &Run, std::vector<NinjaStep> &Steps);

/// Adds the step that finds functions whose paths do not agree. \returns where
/// it leaves its report.
std::string addDisagreements(const DatabaseRun &Run,
                             std::vector<NinjaStep> &Steps);

/// The model with what \p U can rely on.
std::string slicePath(const DatabaseRun &Run, const Unit &U);

/// What kept the collecting steps of \p Run from their work. By accident, that
/// is, only \p DiedOnly: that will be tried again.
void readCollectErrors(const DatabaseRun &Run, bool DiedOnly, Report &R);

} // namespace virref

#endif // VIRREF_DRIVER_INFERENCE_H
