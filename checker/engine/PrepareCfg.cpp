//===- PrepareCfg.cpp - Make a CFG ready for the engine -------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/PrepareCfg.h"
#include "engine/Compat.h"
#include "engine/AstWalk.h"
#include "engine/Program.h"
#include "engine/Slice.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ParentMap.h"
#include "clang/Analysis/AnalysisDeclContext.h"
#include <optional>
#include <vector>

using namespace clang;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

bool isScopeLoop(const Stmt *S) {
  const auto *For = dyn_cast_or_null<ForStmt>(S);
  const auto *Init = For ? dyn_cast_or_null<DeclStmt>(For->getInit()) : nullptr;
  if (!Init || !For->getCond() || !For->getInc())
    return false;
  llvm::SmallPtrSet<const Decl *, 2> Own;
  bool Guard = false;
  for (const Decl *D : Init->decls()) {
    Own.insert(D);
    Guard |= D->hasAttr<CleanupAttr>();
  }
  if (!Guard)
    return false;
  auto MentionsOwnOnly = [&](const Expr *E) {
    bool Any = false, Other = false;
    walk(E, [&](const Stmt *Child) {
      if (const auto *Ref = dyn_cast<DeclRefExpr>(Child))
        if (isa<VarDecl>(Ref->getDecl()))
          (Own.count(Ref->getDecl()) ? Any : Other) = true;
      return true;
    });
    return Any && !Other;
  };
  return MentionsOwnOnly(For->getCond()) && MentionsOwnOnly(For->getInc());
}

namespace {
class CfgRewriter {
public:
  CfgRewriter(Program &P, AnalysisDeclContext &ADC, CFG &Graph)
      : Ctx(P.context()), Graph(Graph),
        Function(cast<FunctionDecl>(ADC.getDecl())),
        Parents(ADC.getParentMap()), TheSlice(P, Function, Graph),
        // Constructors and destructors have elements of their own that depend
        // on each other: C++ is explored as a whole. And a function without an
        // effect is followed only for the values that it moves.
        Slicing(!P.context().getLangOpts().CPlusPlus &&
                P.hasEffects(Function)) {}

  void run() {
    std::vector<CFGBlock *> Blocks(Graph.begin(), Graph.end());
    std::vector<std::vector<CFGElement>> Elements;
    bool Changed = false;
    for (CFGBlock *Block : Blocks) {
      Elements.push_back(rewrite(*Block));
      Changed |= Elements.back().size() != Block->size() || HasCleanup;
      if (const Stmt *Loop = Block->getTerminatorStmt())
        Changed |= isScopeLoop(Loop);
    }
    if (Changed)
      rebuild(Blocks, Elements);
  }

private:
  /// The elements that the block shall have.
  std::vector<CFGElement> rewrite(CFGBlock &Block) {
    // Cleanups come behind the ReturnStmt in the block, but checkers and
    // callers expect that one last. Its value is computed before them anyhow.
    std::vector<CFGElement> Result, Last;
    const ReturnStmt *Return = nullptr;
    for (const CFGElement &E : Block)
      if (auto S = E.getAs<CFGStmt>())
        if (const auto *R = dyn_cast<ReturnStmt>(S->getStmt()))
          Return = R;
    for (const CFGElement &E : Block) {
      if (const VarDecl *Var = compat::cleanupVariable(E)) {
        HasCleanup = true;
        const auto *Attr = Var->getAttr<CleanupAttr>();
        if (Attr && (!Slicing || TheSlice.keepsCleanup(Var)))
          addCleanupCall(Var, Attr->getFunctionDecl(), Block, Return, Result);
        continue;
      }
      if (compat::isLifetimeEnd(E))
        continue;
      auto S = E.getAs<CFGStmt>();
      if (Slicing && S && !TheSlice.keeps(S->getStmt()))
        continue;
      if (S && S->getStmt() == Return)
        Last.push_back(E);
      else
        Result.push_back(E);
    }
    Result.insert(Result.end(), Last.begin(), Last.end());
    return Result;
  }

  /// The compound statement that \p Var lives in.
  const CompoundStmt *scopeOf(const VarDecl *Var) {
    if (Scopes.empty())
      findScopes(Function->getBody(), nullptr);
    return Scopes.lookup(Var);
  }

  void findScopes(const Stmt *S, const CompoundStmt *Scope) {
    if (!S || isa<LambdaExpr>(S))
      return;
    if (const auto *Decls = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Decls->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D))
          Scopes[Var] = Scope;
    if (const auto *Compound = dyn_cast<CompoundStmt>(S))
      Scope = Compound;
    for (const Stmt *Child : S->children())
      findScopes(Child, Scope);
  }

  /// Appends `cleanup(&var)`, in the order of evaluation. A report shall show
  /// it at the jump that leaves the scope, or else at the closing brace.
  void addCleanupCall(const VarDecl *Var, FunctionDecl *Cleanup,
                      const CFGBlock &Block, const ReturnStmt *Return,
                      std::vector<CFGElement> &Out) {
    const CompoundStmt *Scope = scopeOf(Var);
    SourceLocation Loc = Scope ? Scope->getRBracLoc() : Var->getLocation();
    const Stmt *Jump = Return ? Return : Block.getTerminatorStmt();
    if (Jump && isa<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt>(Jump))
      Loc = Jump->getBeginLoc();

    const auto NoFlags = FPOptionsOverride();
    const bool CPlusPlus = Ctx.getLangOpts().CPlusPlus;
    auto *FnRef = DeclRefExpr::Create(
        Ctx, NestedNameSpecifierLoc(), SourceLocation(), Cleanup, false, Loc,
        Cleanup->getType(), CPlusPlus ? VK_LValue : VK_PRValue);
    auto *Fn = ImplicitCastExpr::Create(
        Ctx, Ctx.getPointerType(Cleanup->getType()), CK_FunctionToPointerDecay,
        FnRef, nullptr, VK_PRValue, NoFlags);
    auto *VarRef = DeclRefExpr::Create(
        Ctx, NestedNameSpecifierLoc(), SourceLocation(),
        const_cast<VarDecl *>(Var), false, Loc,
        Var->getType().getNonReferenceType(), VK_LValue);
    Expr *Arg = UnaryOperator::Create(
        Ctx, VarRef, UO_AddrOf, Ctx.getPointerType(VarRef->getType()),
        VK_PRValue, OK_Ordinary, Loc, false, NoFlags);
    for (Expr *E : {static_cast<Expr *>(FnRef), static_cast<Expr *>(Fn),
                    static_cast<Expr *>(VarRef), Arg})
      Out.push_back(CFGStmt(E));
    if (Cleanup->getNumParams() == 1) {
      QualType Param = Cleanup->getParamDecl(0)->getType().getUnqualifiedType();
      if (!Ctx.hasSameType(Param, Arg->getType())) {
        Arg = ImplicitCastExpr::Create(Ctx, Param, CK_BitCast, Arg, nullptr,
                                       VK_PRValue, NoFlags);
        Out.push_back(CFGStmt(Arg));
      }
    }
    auto *Call =
        CallExpr::Create(Ctx, Fn, {Arg},
                         Cleanup->getReturnType().getNonReferenceType(),
                         VK_PRValue, Loc, NoFlags);
    Out.push_back(CFGStmt(Call));

    // Whoever asks for the parents of the call must find the scope.
    Parents.addStmt(Call);
    const Stmt *Parent = Return ? Parents.getParent(Return) : nullptr;
    if (!Parent)
      Parent = Scope;
    if (Parent)
      Parents.setParent(Call, Parent);
  }

  /// A CFGBlock cannot lose elements, but it can be made anew in its place:
  /// blocks live in the graph's bump allocator and are never destroyed.
  void rebuild(const std::vector<CFGBlock *> &Blocks,
               const std::vector<std::vector<CFGElement>> &Elements) {
    BumpVectorContext &Memory = Graph.getBumpVectorContext();
    struct Frame {
      CFGTerminator Terminator;
      Stmt *Label;
      const Stmt *LoopTarget;
      bool NoReturn;
      std::vector<CFGBlock::AdjacentBlock> Successors;
    };
    std::vector<Frame> Frames;
    for (CFGBlock *Block : Blocks)
      Frames.push_back({Block->getTerminator(), Block->getLabel(),
                        Block->getLoopTarget(), Block->hasNoReturnElement(),
                        {Block->succ_begin(), Block->succ_end()}});
    // A scope loop is entered once, and left behind its only trip.
    llvm::DenseMap<const Stmt *, CFGBlock::AdjacentBlock> Exits;
    for (Frame &F : Frames)
      if (const Stmt *Loop = F.Terminator.getStmt())
        if (isScopeLoop(Loop) && F.Successors.size() == 2) {
          Exits.insert({Loop, F.Successors[1]});
          F.Successors.pop_back();
          F.Terminator = CFGTerminator();
        }
    for (Frame &F : Frames)
      if (F.LoopTarget && F.Successors.size() == 1) {
        auto Exit = Exits.find(F.LoopTarget);
        if (Exit != Exits.end())
          F.Successors[0] = Exit->second;
      }
    for (size_t I = 0; I != Blocks.size(); ++I) {
      CFGBlock *Block = new (Blocks[I])
          CFGBlock(Blocks[I]->getBlockID(), Memory, Blocks[I]->getParent());
      Block->setTerminator(Frames[I].Terminator);
      Block->setLabel(Frames[I].Label);
      Block->setLoopTarget(Frames[I].LoopTarget);
      if (Frames[I].NoReturn)
        Block->setHasNoReturnElement();
      // Only statements can be appended; then put in what really belongs there.
      for (size_t K = 0; K != Elements[I].size(); ++K)
        Block->appendStmt(Function->getBody(), Memory);
      std::copy(Elements[I].begin(), Elements[I].end(), Block->begin());
    }
    // Adds the predecessors as well, so all blocks must be new by now.
    for (size_t I = 0; I != Blocks.size(); ++I)
      for (const CFGBlock::AdjacentBlock &Succ : Frames[I].Successors)
        Blocks[I]->addSuccessor(Succ, Memory);
  }

  ASTContext &Ctx;
  CFG &Graph;
  const FunctionDecl *Function;
  ParentMap &Parents;
  Slice TheSlice;
  const bool Slicing;
  bool HasCleanup = false;
  llvm::DenseMap<const VarDecl *, const CompoundStmt *> Scopes;
};
} // namespace

bool prepareCfg(Program &P, AnalysisDeclContextManager &Manager,
                const FunctionDecl *Function) {
  // Options are copied into the context of a function when it is made.
  std::optional<compat::CleanupElementsScope> WithCleanups;
  if (!P.factsOf(Function).CleanupVars.empty())
    WithCleanups.emplace(Manager.getCFGBuildOptions());
  AnalysisDeclContext *ADC = Manager.getContext(Function);
  CFG *Graph = ADC->getCFG();
  if (!Graph)
    return false;
  CfgRewriter(P, *ADC, *Graph).run();
  return true;
}

} // namespace virref
