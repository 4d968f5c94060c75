//===- FindingConsumer.h - From the engine's reports to ours ----*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_FINDINGCONSUMER_H
#define VIRREF_ENGINE_FINDINGCONSUMER_H

#include "engine/ContractUses.h"
#include "engine/Options.h"
#include "report/Finding.h"
#include <memory>
#include <vector>

namespace clang {
namespace ento {
class PathDiagnosticConsumer;
} // namespace ento
} // namespace clang

namespace virref {

/// A consumer that turns our reports into findings, and drops the reports of
/// the checkers that run only to model what they know. \p Uses knows what they
/// rely on when they are made.
std::unique_ptr<clang::ento::PathDiagnosticConsumer>
collectFindings(std::vector<Finding> &Findings, const AnalysisOptions &Options,
                const ContractUses &Uses);

/// A consumer that passes our reports on to a consumer of the host's, in the
/// detail that it asks for.
std::unique_ptr<clang::ento::PathDiagnosticConsumer>
forwardTo(clang::ento::PathDiagnosticConsumer &Host);

} // namespace virref

#endif // VIRREF_ENGINE_FINDINGCONSUMER_H
