//===- Debug.cpp - What VIROBJECT_DEBUG adds to objects -------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// Off is off: without VIROBJECT_DEBUG no class has a record, no object has
// TracedMagic, and nothing here is called but enroll(), once a class, and
// explain(), for messages. With it:
//
//   DebugOptions     what is asked for
//   DebugRecords     classes, objects, holders and paths, under one mutex
//   DebugStacks      who called
//   DebugQuarantine  freed objects, and faults when they are touched
//   DebugReport      what is said about objects that are alive
//   DebugPaths       the part of it about references
//   DebugText, Json  how it looks
//   DebugOutput      where it goes
//   DebugProcess     when: exit and signals; and fork()
//
//===----------------------------------------------------------------------===//

#include "Debug.h"
#include "DebugProcess.h"
#include "DebugQuarantine.h"
#include "DebugReport.h"

#include <virobject/virobjectdebug.h>

#include <stdlib.h>
#include <string.h>

using namespace vir;
using namespace vir::debug;

static bool IsOn;

// Classes.

static void start() {
  const char *Wanted = secure_getenv("VIROBJECT_DEBUG");
  // Changed when it is read, and referred to forever.
  static char *Text;
  if (!Wanted || !*Wanted)
    return;
  Text = strdup(Wanted);
  if (!Text) {
    error("VIROBJECT_DEBUG", "Out of memory: nothing is debugged");
    return;
  }
  parseOptions(Text, TheOptions);
  if (!TheOptions.any())
    return;
  preloadStacks();
  if (TheOptions.File)
    setOutputFile(TheOptions.File);
  if (TheOptions.Quarantine)
    startQuarantine();
  startProcess();
  IsOn = true;
}

void debug::enroll(virClass *Class) {
  static pthread_once_t Once = PTHREAD_ONCE_INIT;
  pthread_once(&Once, start);
  if (!IsOn)
    return;
  bool Traced = TheOptions.Traced.cover(Class);
  if (!Traced && !TheOptions.Leaks && !TheOptions.Quarantine)
    return;
  auto *Record = static_cast<ClassRecord *>(calloc(1, sizeof(ClassRecord)));
  if (!Record) {
    error("VIROBJECT_DEBUG", "Out of memory: class %s is not debugged",
          Class->name);
    return;
  }
  Record->Class = Class;
  Record->Traced = Traced;
  Record->Expected = TheOptions.Expected.cover(Class);
  if (Traced)
    Class->magic = TracedMagic | (Class->magic & ~PrefixMask);
  Class->record = Record;
  RecordScope Scope;
  Record->Index = ClassCount++;
  Record->Next = Classes;
  Classes = Record;
}

// Birth and death.

virObject *debug::allocate(virClass *Class) {
  resumeAfterFork();
  const Stack *Birth = intern(framesHere());
  auto *Record = static_cast<ObjectRecord *>(calloc(1, sizeof(ObjectRecord)));
  if (!Record)
    return nullptr;
  Record->Class = Class->record;
  Record->Birth = Birth;
  Record->BornAt = now();
  void *Memory = nullptr;
  bool Known;
  {
    RecordScope Scope;
    Record->Place =
        TheOptions.Quarantine ? takeSlot(Class->objectSize) : nullptr;
    Memory =
        Record->Place ? memoryOf(Record->Place) : calloc(1, Class->objectSize);
    Record->setObject(Memory);
    Known = Memory && insertRecord(Record);
    if (!Known && Record->Place)
      giveSlot(Record->Place);
  }
  complainAboutQuarantine();
  if (Known)
    return static_cast<virObject *>(Memory);
  if (!Record->Place)
    free(Memory);
  free(Record);
  return nullptr;
}

void debug::born(virObject *Obj) {
  RecordScope Scope;
  ObjectRecord *Record = findRecord(Obj);
  if (!Record)
    return;
  Record->Now = State::Alive;
  Record->Number = ++LastNumber;
  ++Record->Class->Created;
  if (Record->Class->Traced)
    countPath(Record, Record->Birth, true);
}

void debug::died(virObject *Obj, bool Parked) {
  size_t Size = Obj->klass->objectSize;
  // Only who looks at the dead wants to know.
  const Stack *Death =
      TheOptions.Quarantine || Parked ? intern(framesHere()) : nullptr;
  ObjectRecord *Record;
  {
    RecordScope Scope;
    Record = findRecord(Obj);
    poison(Obj, Size);
    if (Record) {
      Record->Death = Death;
      Record->DiedAt = now();
      if (Parked) {
        Record->Now = State::Parked;
        return;
      }
      ++Record->Class->Freed;
      if (TheOptions.Quarantine) {
        Record->Now = State::Dead;
        quarantine(Record);
        Record = nullptr;
        Obj = nullptr;
      } else {
        removeRecord(Record);
      }
    } else if (Parked) {
      return;
    }
  }
  complainAboutQuarantine();
  free(Obj);
  if (Record)
    freeLists(Record->Holders, Record->Paths);
  free(Record);
}

// References.

/// Notes that \p Holder, or nobody in particular, has taken a reference.
static void noteTaken(virObject *Obj, const char *Holder, const Stack *Where) {
  const char *Name = Holder ? internName(Holder) : nullptr;
  RecordScope Scope;
  ObjectRecord *Record = findRecord(Obj);
  if (!Record)
    return;
  if (Record->Class->Traced)
    countPath(Record, Where, true);
  if (!Holder)
    return;
  if (debug::Holder *H = Name ? findHolder(Record, Name) : nullptr) {
    ++H->Count;
    H->Taken = Where;
  } else {
    Record->HoldersLost = true;
  }
}

/// The same for giving back. \returns false if \p Holder does not hold one, and
/// sets \p Before if he did.
static bool noteGiven(virObject *Obj, const char *Holder, const Stack *Where,
                      bool &Before) {
  const char *Name = Holder ? internName(Holder) : nullptr;
  RecordScope Scope;
  ObjectRecord *Record = findRecord(Obj);
  if (!Record)
    return true;
  if (debug::Holder *H = Name ? findHolder(Record, Name) : nullptr) {
    if (H->Count > 0) {
      --H->Count;
    } else if (!Record->HoldersLost) {
      Before = H->Given;
      Record->Accused = H;
      return false;
    }
    H->Given = Where;
  }
  if (Record->Class->Traced)
    countPath(Record, Where, false);
  return true;
}

void debug::take(virObject *Obj, const char *Holder, const char *Function) {
  noteTaken(Obj, Holder, intern(framesHere()));
  vir::take(Obj, Function);
}

bool debug::give(virObject *Obj, const char *Holder, const char *Function) {
  // Before the count changes: the object may be gone afterwards.
  bool Before = false;
  if (noteGiven(Obj, Holder, intern(framesHere()), Before))
    return vir::give(Obj, Function);
  warn(Obj, Function,
       Before ? "Object %p (%s): '%s' has given back all references that it "
                "held already" VIRREF_ID_OVER_RELEASE
              : "Object %p (%s): '%s' holds no reference to give "
                "back" VIRREF_ID_OVER_RELEASE,
       static_cast<void *>(Obj), Obj->klass->name, Holder);
  return true;
}

// Mistakes.

void debug::describe(const ObjectRecord *Record, Misuse &What) {
  What.Object = Record->object();
  What.ClassName = Record->Class->Class->name;
  What.IsAlive = Record->Now == State::Alive;
  if (What.IsAlive)
    What.References =
        __atomic_load_n(&Record->object()->refs, __ATOMIC_RELAXED);
  int64_t Moment = debug::now();
  What.Age = Moment - Record->BornAt;
  What.SinceDeath = Moment - Record->DiedAt;
  What.Birth = Record->Birth;
  What.Death = Record->Death;
}

void debug::writeMisuse(Writer &W, const Misuse &What) {
  format().WriteMisuse(W, What);
}

void debug::explain(const void *Obj, const char *Function,
                    const char *Message) {
  if (!IsOn)
    return;
  Misuse What;
  What.Function = Function;
  What.Message = Message;
  What.Object = Obj;
  What.Now = framesHere();
  {
    RecordScope Scope;
    if (ObjectRecord *Record = Obj ? findRecord(Obj) : nullptr) {
      describe(Record, What);
      if (const debug::Holder *H = Record->Accused) {
        What.Holder = H->Name;
        What.GivenBefore = H->Given;
        Record->Accused = nullptr;
      }
    }
  }
  Writer W;
  writeMisuse(W, What);
  writeHistoryOf(W, Obj);
}

const char *debug::nameOfFreed(const void *Obj) {
  if (!IsOn)
    return nullptr;
  RecordScope Scope;
  ObjectRecord *Record = findRecord(Obj);
  return Record && (Record->Now == State::Dead || Record->Now == State::Parked)
             ? Record->Class->Class->name
             : nullptr;
}

// The public functions of virobjectdebug.h.

extern "C" void *virObjectRefBy(void *Any, const char *Who) {
  auto *Obj = static_cast<virObject *>(Any);
  if (unlikely(!isObject(Obj))) {
    if (Obj)
      warnUsage(Obj, __func__, nullptr);
    return nullptr;
  }
  if (!unlikely(Who && Obj->klass->record))
    return virObjectRef(Obj);
  debug::take(Obj, Who, __func__);
  return Obj;
}

extern "C" void virObjectUnrefBy(void *Any, const char *Who) {
  auto *Obj = static_cast<virObject *>(Any);
  if (unlikely(!isObject(Obj))) {
    if (Obj)
      warnUsage(Obj, __func__, nullptr);
    return;
  }
  if (!unlikely(Who && Obj->klass->record))
    return virObjectUnref(Obj);
  debug::give(Obj, Who, __func__);
}

extern "C" void virObjectDebugExpect(void *Any) {
  auto *Obj = static_cast<virObject *>(Any);
  if (!Obj)
    return;
  if (unlikely(!isObject(Obj)))
    return warnUsage(Obj, __func__, nullptr);
  if (!Obj->klass->record)
    return;
  RecordScope Scope;
  if (ObjectRecord *Record = findRecord(Obj))
    Record->Expected = true;
}

extern "C" void virClassDebugExpect(virClass *Class) {
  if (!Class || !Class->record)
    return;
  RecordScope Scope;
  Class->record->Expected = true;
}

/// The number of the last object when virObjectDebugCheckpoint() was called.
static uint64_t Checkpoint;

extern "C" size_t virObjectDebugDump(void) {
  return IsOn ? report(Occasion::Dump, 0) : 0;
}

extern "C" void virObjectDebugCheckpoint(void) {
  RecordScope Scope;
  Checkpoint = LastNumber;
}

extern "C" size_t virObjectDebugDiff(void) {
  if (!IsOn)
    return 0;
  uint64_t Since;
  {
    RecordScope Scope;
    Since = Checkpoint;
  }
  return report(Occasion::Diff, Since);
}
