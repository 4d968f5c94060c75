//===- Support.h - What the tests of objects share --------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_TEST_SUPPORT_H
#define VIROBJECT_TEST_SUPPORT_H

#include <virobject/virobject.h>

#include <gtest/gtest.h>
#include <mutex>
#include <stdlib.h>
#include <string>
#include <vector>

/// Collects what the library says while it lives, from all threads.
class Messages {
public:
  struct Message {
    virObjectMessageKind Kind;
    std::string Function, Text;
  };

  Messages() { virObjectSetMessageHook(hook, this); }
  ~Messages() { virObjectSetMessageHook(nullptr, nullptr); }
  Messages(const Messages &) = delete;
  Messages &operator=(const Messages &) = delete;

  std::vector<Message> all() const {
    std::lock_guard<std::mutex> Guard(Lock);
    return Said;
  }

  size_t count() const { return all().size(); }

  void clear() {
    std::lock_guard<std::mutex> Guard(Lock);
    Said.clear();
  }

  /// \returns the messages, one a line, as `warning: virObjectRef: text`. Tests
  /// compare it as a whole, so that they see each message that is too much.
  std::string text() const {
    std::string Result;
    for (const Message &M : all())
      Result += (M.Kind == VIR_OBJECT_WARNING ? "warning: " : "error: ") +
                M.Function + ": " + M.Text + "\n";
    return Result;
  }

  /// \returns text(), and forgets it.
  std::string take() {
    std::string Result = text();
    clear();
    return Result;
  }

private:
  static void hook(virObjectMessageKind Kind, const char *Function,
                   const char *Message, void *Opaque) {
    auto *Self = static_cast<Messages *>(Opaque);
    std::lock_guard<std::mutex> Guard(Self->Lock);
    Self->Said.push_back({Kind, Function, Message});
  }

  mutable std::mutex Lock;
  std::vector<Message> Said;
};

/// \returns how the library prints \p Any.
inline std::string pointer(const void *Any) {
  char Text[32];
  snprintf(Text, sizeof(Text), "%p", Any);
  return Text;
}

inline std::string warning(const std::string &Function,
                           const std::string &Text) {
  return "warning: " + Function + ": " + Text + "\n";
}

inline std::string error(const std::string &Function, const std::string &Text) {
  return "error: " + Function + ": " + Text + "\n";
}

/// An object that is told what to do when it dies.
struct Thing {
  virObject parent;
  /// How many have died is counted here.
  int *Deaths;
  /// What else happens then.
  void (*WhenDying)(Thing *Self);
  char Body[40];
};

struct LockedThing {
  virObjectLockable parent;
  int *Deaths;
};

struct RWThing {
  virObjectRWLockable parent;
  int *Deaths;
};

virClass *thingClass();
virClass *lockedThingClass();
virClass *rwThingClass();

/// Makes one of them. None is ever null.
Thing *newThing(int *Deaths = nullptr,
                void (*WhenDying)(Thing *Self) = nullptr);
LockedThing *newLockedThing(int *Deaths = nullptr);
RWThing *newRWThing(int *Deaths = nullptr);

/// The field that only the library and these tests may touch.
inline int &refsOf(void *Any) { return static_cast<virObject *>(Any)->refs; }

/// What is never freed again is freed by the test, for LeakSanitizer.
inline void freeParked(void *Any) { free(Any); }

#endif // VIROBJECT_TEST_SUPPORT_H
