//===- AnnotationCheck.cpp - Annotations that cannot be right -------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/AnnotationCheck.h"
#include "model/Annotations.h"
#include "model/Contract.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;
using llvm::cast;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

//===----------------------------------------------------------------------===//
// What is wrong with one annotation, in the words that follow its name
//===----------------------------------------------------------------------===//

static std::string wrongArgument(const Word &What) {
  const std::string Name = What.Spelling.str();
  switch (What.Argument) {
  case WordArgument::None:
    return "takes no argument";
  case WordArgument::Index:
    return "needs the number of a parameter, counted from 0, as in '" + Name +
           "(0)'";
  case WordArgument::Condition:
    return "needs a comparison of the result with a number, as in '" + Name +
           "(==0)'";
  case WordArgument::Functions:
    return "needs the names of two functions, as in '" + Name +
           "(foo_ref, foo_unref)'";
  }
  llvm_unreachable("unknown kind of argument");
}

static llvm::StringRef nameOf(WordPlace Place) {
  switch (Place) {
  case WordPlace::Function:
    return "a function";
  case WordPlace::Object:
  case WordPlace::Key:
  case WordPlace::Slot:
  case WordPlace::Callback:
    return "a parameter";
  case WordPlace::Field:
    return "a field";
  case WordPlace::Type:
    return "a struct";
  }
  llvm_unreachable("unknown place");
}

static llvm::StringRef kindOf(const Decl *D) {
  if (isa<FunctionDecl>(D))
    return nameOf(WordPlace::Function);
  if (isa<ParmVarDecl>(D))
    return nameOf(WordPlace::Object);
  if (isa<FieldDecl>(D))
    return nameOf(WordPlace::Field);
  if (isa<RecordDecl>(D))
    return nameOf(WordPlace::Type);
  if (isa<VarDecl>(D))
    return "a variable";
  if (isa<TypedefNameDecl>(D))
    return "a typedef";
  if (isa<EnumDecl>(D))
    return "an enum";
  return "this declaration";
}

static std::string quoted(const NamedDecl *D) {
  return D->getDeclName().isEmpty() ? "it" : "'" + D->getNameAsString() + "'";
}

/// True if a value of this type cannot refer to an object. What a class of C++
/// is good for we do not know.
static bool isNoPointer(QualType Type) {
  return Type->isVoidType() || Type->isArithmeticType() ||
         Type->isEnumeralType() || Type->isStructureType();
}

static bool isPlainC(const Decl *D) {
  return !D->getASTContext().getLangOpts().CPlusPlus;
}

/// What is wrong with the type of the declaration, or an empty text. `void *`
/// can be anything.
static std::string wrongType(const Word &What, const ValueDecl *D) {
  QualType Type = D->getType();
  const auto *Function = dyn_cast<FunctionDecl>(D);
  if (Function)
    Type = Function->getReturnType();
  if (Type->isDependentType() || Type->isVoidPointerType() ||
      (Type->isStructureType() && !isPlainC(D)))
    return "";
  QualType Pointee = Type->getPointeeType();
  if (What.On == WordPlace::Slot) {
    if (isNoPointer(Type) ||
        (Type->isPointerType() && isNoPointer(Pointee) && isPlainC(D)))
      return "is about a pointer to a pointer, which " + quoted(D) + " is not";
  } else if (What.On == WordPlace::Callback) {
    if (isNoPointer(Type) ||
        (Type->isPointerType() && !Pointee->isFunctionType()))
      return "is about a pointer to a function, which " + quoted(D) + " is not";
  } else if (What.On != WordPlace::Key && isNoPointer(Type)) {
    return Function ? "is about the result, but " + quoted(D) +
                          " does not return a pointer"
                    : "is about an object, but " + quoted(D) +
                          " is not a pointer";
  }
  return "";
}

static std::string wrongIndex(const Annotation &A,
                              const FunctionDecl *Function) {
  // `f()` says nothing about its parameters.
  if (A.Said.What->Argument != WordArgument::Index ||
      !Function->hasPrototype())
    return "";
  const unsigned Count = Function->getNumParams();
  const std::string Number = std::to_string(A.Said.Index);
  if (A.Said.Index == A.Param)
    return "names the parameter that it stands on";
  if (A.Said.Index < Count)
    return "";
  std::string Text =
      "names parameter " + Number + ", but " + quoted(Function) + " has ";
  if (Count == 0)
    return Text + "none";
  if (Count == 1)
    return Text + "1, whose number is 0";
  return Text + std::to_string(Count) + ", whose numbers are 0 to " +
         std::to_string(Count - 1);
}

/// \p D is what it stands on; \p Function that, or whose parameter it is.
static std::string wrongOn(const Annotation &A, const Decl *D,
                           const FunctionDecl *Function) {
  if (!A.Said.What) {
    llvm::StringRef Similar = similarWord(A.Said.Name);
    return Similar.empty()
               ? "is not known"
               : "is not known; did you mean '" + Similar.str() + "'?";
  }
  const Word &What = *A.Said.What;
  if (nameOf(What.On) != kindOf(D))
    return ("belongs on " + nameOf(What.On) + ", not on " + kindOf(D)).str();
  if (!A.Said.Valid)
    return wrongArgument(What);
  std::string Wrong;
  if (const auto *Value = dyn_cast<ValueDecl>(D))
    Wrong = wrongType(What, Value);
  if (Wrong.empty() && Function)
    Wrong = wrongIndex(A, Function);
  if (Wrong.empty() && isa<ParmVarDecl>(D) && dependsOnResult(What.Param) &&
      Function->getReturnType()->isVoidType())
    Wrong =
        "depends on the result, but " + quoted(Function) + " returns nothing";
  return Wrong;
}

//===----------------------------------------------------------------------===//
// The walk
//===----------------------------------------------------------------------===//

namespace {
class AnnotationWalk {
public:
  explicit AnnotationWalk(ASTContext &Ctx)
      : Ctx(Ctx), SM(Ctx.getSourceManager()) {}

  std::vector<SyntaxFinding> run() {
    visit(Ctx.getTranslationUnitDecl());
    return std::move(Problems);
  }

private:
  void visit(const DeclContext *Context);
  void checkFunction(const FunctionDecl *Function);
  void checkRecord(const RecordDecl *Record);
  /// \returns false if there is something wrong with \p A itself.
  bool checkAlone(const Annotation &A, const Decl *On,
                  const FunctionDecl *Function);
  void checkTogether(const AnnotationList &Said, const Decl *On);

  bool isOurCode(const Annotation &A) const {
    return !SM.isInSystemHeader(placeOf(A));
  }
  /// Where it stands, or the macro that it comes from.
  SourceLocation placeOf(const Annotation &A) const {
    return SM.getExpansionLoc(A.At->getLocation());
  }

  ASTContext &Ctx;
  const SourceManager &SM;
  std::vector<SyntaxFinding> Problems;
  llvm::DenseSet<const Decl *> Seen; ///< by the first declaration
};
} // namespace

bool AnnotationWalk::checkAlone(const Annotation &A, const Decl *On,
                                const FunctionDecl *Function) {
  if (!A.IsOurs)
    return true; // clang has looked at its own
  std::string Wrong = wrongOn(A, On, Function);
  if (Wrong.empty())
    return true;
  if (isOurCode(A))
    Problems.push_back({Function ? Function : On, placeOf(A),
                        "annotation '" + A.Text + "' " + Wrong,
                        {}});
  return false;
}

void AnnotationWalk::checkTogether(const AnnotationList &Said,
                                   const Decl *On) {
  for (size_t I = 0; I != Said.size(); ++I)
    for (size_t J = 0; J != I; ++J) {
      const Annotation &A = Said[I], &Before = Said[J];
      if (A.Param != Before.Param || !(A.IsOurs || Before.IsOurs) ||
          !isOurCode(A) || !contradict(A.Said, Before.Said))
        continue;
      Problems.push_back(
          {On, placeOf(A),
           "annotation '" + A.Text + "' contradicts '" + Before.Text + "'",
           {{placeOf(Before), "'" + Before.Text + "' is said here"}}});
      break;
    }
}

void AnnotationWalk::checkFunction(const FunctionDecl *Function) {
  AnnotationList Good;
  for (const Annotation &A : annotationsOf(Function)) {
    const Decl *On = Function;
    if (A.Param != Annotation::NoParam)
      On = Function->getParamDecl(A.Param);
    if (checkAlone(A, On, Function))
      Good.push_back(A);
  }
  checkTogether(Good, Function);
}

void AnnotationWalk::checkRecord(const RecordDecl *Record) {
  AnnotationList Said, Good;
  // The latest comes first.
  llvm::SmallVector<const TagDecl *, 4> Decls(Record->redecls());
  for (auto It = Decls.rbegin(); It != Decls.rend(); ++It)
    annotationsOn(*It, Said);
  for (const Annotation &A : Said)
    if (checkAlone(A, Record, nullptr))
      Good.push_back(A);
  checkTogether(Good, Record);
}

void AnnotationWalk::visit(const DeclContext *Context) {
  for (const Decl *D : Context->decls()) {
    if (const auto *Template = dyn_cast<TemplateDecl>(D))
      if (Template->getTemplatedDecl())
        D = Template->getTemplatedDecl();
    if (D->isImplicit())
      continue;
    if (const auto *Function = dyn_cast<FunctionDecl>(D)) {
      bool Any = Function->hasAttrs();
      for (const ParmVarDecl *Param : Function->parameters())
        Any |= Param->hasAttrs();
      if (Any && Seen.insert(Function->getCanonicalDecl()).second)
        checkFunction(Function->getCanonicalDecl());
    } else if (const auto *Record = dyn_cast<RecordDecl>(D)) {
      if (Record->hasAttrs() && Seen.insert(Record->getCanonicalDecl()).second)
        checkRecord(cast<RecordDecl>(Record->getMostRecentDecl()));
      visit(Record);
    } else if (isa<NamespaceDecl, LinkageSpecDecl>(D)) {
      visit(cast<DeclContext>(D));
    } else if (D->hasAttrs()) {
      AnnotationList Said, Good;
      annotationsOn(D, Said);
      for (const Annotation &A : Said)
        if (checkAlone(A, D, nullptr))
          Good.push_back(A);
      checkTogether(Good, D);
    }
  }
}

std::vector<SyntaxFinding> checkAnnotations(ASTContext &Ctx) {
  return AnnotationWalk(Ctx).run();
}

} // namespace virref
