//===- Internal.h - What the parts of libvirobject share --------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// The life of an object:
//
//        virObjectNew            last virObjectUnref          free
//   (no memory) ----> alive, count > 0 ----> dying, count 0 ----> (no memory)
//                      |  magic 0xCAFE....    |  dispose functions run
//                      |  or    0xCAFD....    |
//     count wrong      v                      v   a reference taken meanwhile
//                    parked: count far below zero, never freed
//
// The upper half of `magic` says that this is an object. There are two values
// for it: what all public functions test on their fast path is LiveMagic;
// TracedMagic takes their slow path, which is how tracing a class costs nothing
// to the others. The lower half is the number of the class, to help a reader of
// a core dump.
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_INTERNAL_H
#define VIROBJECT_SRC_INTERNAL_H

#include "Probes.h"

#include <virobject/virobject.h>

#include <limits.h>

// Where the code of this library is, for stacks that should end where it was
// called, in a static library, too: each file adds the bounds of its own
// sections. (GCC and clang disagree on the name of the one for cold code.)
#define VIROBJECT_END_OF(Section, Label)                                       \
  ".pushsection " Section ",\"ax\",%progbits\n.subsection 8191\n" Label        \
  ":\n.popsection\n"
#define VIROBJECT_RANGE(Section, Label)                                        \
  VIROBJECT_END_OF(Section, Label)                                             \
  ".pushsection virobject_ranges,\"awR\",%progbits\n.balign 8\n"               \
  ".dc.a " Section ", " Label "\n.popsection\n"
__asm__(VIROBJECT_RANGE(".text", ".Lvirobject_end")
            VIROBJECT_RANGE(".text.unlikely", ".Lvirobject_cold_end")
                VIROBJECT_RANGE(".text.unlikely.", ".Lvirobject_cold_end_2"));

/// What a check of virref says about the same mistake. The message about it ends
/// in this, so that `virref explain` can say more.
#define VIRREF_ID_LEAK " [virref-leak]"
#define VIRREF_ID_OVER_RELEASE " [virref-over-release]"
#define VIRREF_ID_USE_AFTER_RELEASE " [virref-use-after-release]"
#define VIRREF_ID_RELEASE_WHILE_LOCKED " [virref-release-while-locked]"
#define VIRREF_ID_CONTRACT_MISMATCH " [virref-contract-mismatch]"

namespace vir {

struct ClassRecord;

constexpr unsigned PrefixMask = 0xFFFF0000;
constexpr unsigned LiveMagic = 0xCAFE0000;
constexpr unsigned TracedMagic = 0xCAFD0000;
/// Stands in a freed object, in both fields of its header.
constexpr unsigned DeadMagic = 0xDEADBEEF;

/// A count that is this far below zero is wrong and stays so: no number of
/// threads can bring it back to where an object is freed.
constexpr int ParkedCount = INT_MIN / 2;

inline bool unlikely(bool Condition) { return __builtin_expect(Condition, 0); }

/// True for an object on which nothing is traced.
inline bool isPlain(const virObject *Obj) {
  return Obj && (Obj->magic & PrefixMask) == LiveMagic;
}

/// True for any object that has not been freed.
inline bool isObject(const virObject *Obj) {
  return isPlain(Obj) || (Obj && (Obj->magic & PrefixMask) == TracedMagic);
}

// Messages.

/// Misuse: says so, and aborts in strict mode. \p Obj, which may be null or no
/// object, is what debugging knows more about.
__attribute__((format(printf, 3, 4), cold)) void
warn(const void *Obj, const char *Function, const char *Format, ...);

/// A call that fails: says so.
__attribute__((format(printf, 2, 3), cold)) void
error(const char *Function, const char *Format, ...);

/// Misuse that cannot be survived: says so and aborts, always.
[[noreturn, gnu::format(printf, 3, 4), gnu::cold]] void
fatal(const void *Obj, const char *Function, const char *Format, ...);

/// How much of what is wrong aborts the program.
enum class Strictness {
  None,
  Misuse, ///< VIROBJECT_STRICT=1: a wrong object, class or count
  Risks,  ///< VIROBJECT_STRICT=2: and what does no harm in most programs
};

/// Aborts if the user wants \p From, or more, to abort.
void abortIfStrict(const char *Message, Strictness From = Strictness::Misuse);

/// A warning of what the library can live with, as a lock that is still held
/// when its object goes. Aborts with VIROBJECT_STRICT=2.
[[gnu::format(printf, 3, 4), gnu::cold]] void
warnOfRisk(const void *Obj, const char *Function, const char *Format, ...);

/// The one message about an argument that is not what \p Function needs:
/// null, no object, or an object that is not a \p ClassName.
__attribute__((cold)) void warnUsage(const virObject *Obj, const char *Function,
                                     const char *ClassName);

// Objects. These have checked nothing: their callers have.

/// Runs the dispose functions of \p Obj, whose count is 0, and frees it.
void dispose(virObject *Obj);

/// Writes to memory that is freed next, or kept to be recognised.
void poison(virObject *Obj, size_t Size);

/// Counts one more. \returns \p Obj.
virObject *take(virObject *Obj, const char *Function);

/// Counts one less. \returns false if \p Obj is gone.
bool give(virObject *Obj, const char *Function);

} // namespace vir

struct _virClass {
  virClass *parent;
  size_t objectSize;
  virObjectDisposeCallback dispose;
  /// The header's magic in objects of this class.
  unsigned magic;
  /// What debugging remembers of the class; null if it is off.
  vir::ClassRecord *record;
  const char *name;
};

#endif // VIROBJECT_SRC_INTERNAL_H
