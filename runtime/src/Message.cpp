//===- Message.cpp - Warnings, errors, and the end ------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Debug.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

using namespace vir;

namespace {
template <typename Function> struct Hook {
  Function Call;
  void *Opaque;
};
} // namespace

static Hook<virObjectMessageHook> MessageHook;
static Hook<virObjectAbortHook> AbortHook;

extern "C" void virObjectSetMessageHook(virObjectMessageHook Call,
                                        void *Opaque) {
  MessageHook = {Call, Opaque};
}

extern "C" void virObjectSetAbortHook(virObjectAbortHook Call, void *Opaque) {
  AbortHook = {Call, Opaque};
}

static void say(virObjectMessageKind Kind, const char *Function,
                const char *Message) {
  if (MessageHook.Call)
    MessageHook.Call(Kind, Function, Message, MessageHook.Opaque);
  else
    fprintf(stderr, "virobject: %s: %s: %s\n",
            Kind == VIR_OBJECT_WARNING ? "warning" : "error", Function,
            Message);
}

[[noreturn]] static void stop(const char *Message) {
  if (AbortHook.Call)
    AbortHook.Call(Message, AbortHook.Opaque);
  abort();
}

/// Messages are about one object or class: this is enough for all but absurd
/// class names.
using Text = char[512];

/// Puts a warning together, says it, and what debugging knows of \p Obj.
[[gnu::format(printf, 4, 0)]] static void tell(Text &Message, const void *Obj,
                                               const char *Function,
                                               const char *Format,
                                               va_list Args) {
  vsnprintf(Message, sizeof(Message), Format, Args);
  say(VIR_OBJECT_WARNING, Function, Message);
  debug::explain(Obj, Function, Message);
}

void vir::warn(const void *Obj, const char *Function, const char *Format, ...) {
  Text Message;
  va_list Args;
  va_start(Args, Format);
  tell(Message, Obj, Function, Format, Args);
  va_end(Args);
  abortIfStrict(Message);
}

void vir::warnOfRisk(const void *Obj, const char *Function, const char *Format,
                     ...) {
  Text Message;
  va_list Args;
  va_start(Args, Format);
  tell(Message, Obj, Function, Format, Args);
  va_end(Args);
  abortIfStrict(Message, Strictness::Risks);
}

/// What VIROBJECT_STRICT asks for.
static Strictness wantedStrictness() {
  const char *Value = secure_getenv("VIROBJECT_STRICT");
  if (Value && strcmp(Value, "1") == 0)
    return Strictness::Misuse;
  return Value && strcmp(Value, "2") == 0 ? Strictness::Risks
                                          : Strictness::None;
}

void vir::abortIfStrict(const char *Message, Strictness From) {
  if (wantedStrictness() >= From)
    stop(Message);
}

void vir::error(const char *Function, const char *Format, ...) {
  Text Message;
  va_list Args;
  va_start(Args, Format);
  vsnprintf(Message, sizeof(Message), Format, Args);
  va_end(Args);
  say(VIR_OBJECT_ERROR, Function, Message);
}

void vir::fatal(const void *Obj, const char *Function, const char *Format,
                ...) {
  Text Message;
  va_list Args;
  va_start(Args, Format);
  tell(Message, Obj, Function, Format, Args);
  va_end(Args);
  stop(Message);
}

void vir::warnUsage(const virObject *Obj, const char *Function,
                    const char *ClassName) {
  if (!Obj)
    warn(Obj, Function, "Object cannot be NULL");
  else if (const char *Name = debug::nameOfFreed(Obj))
    warn(Obj, Function,
         strstr(Function, "Unref")
             ? "Object %p (%s) has been freed already, there is no reference "
               "to give back" VIRREF_ID_OVER_RELEASE
             : "Object %p (%s) has been freed "
               "already" VIRREF_ID_USE_AFTER_RELEASE,
         static_cast<const void *>(Obj), Name);
  else if (!isObject(Obj))
    warn(Obj, Function,
         "Object %p has a bad magic number %X" VIRREF_ID_USE_AFTER_RELEASE,
         static_cast<const void *>(Obj), Obj->magic);
  else
    warn(Obj, Function, "Object %p (%s) is not a %s instance",
         static_cast<const void *>(Obj), Obj->klass->name, ClassName);
}
