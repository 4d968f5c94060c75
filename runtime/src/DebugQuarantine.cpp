//===- DebugQuarantine.cpp - Freed objects that are kept ------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "DebugQuarantine.h"
#include "DebugMisuse.h"
#include "DebugMutex.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

using namespace vir;
using namespace vir::debug;

namespace {
/// Slots of one size, that are made together.
struct Chunk {
  Chunk *Next;
  char *Memory;
  size_t SlotSize;
  Slot *Slots;
};
} // namespace

struct vir::debug::Slot {
  char *Memory;
  size_t Size;
  /// The object that lives or has lived here; null if it has been forgotten.
  ObjectRecord *Record;
  Slot *NextFree;
  bool Unreadable;
};

static constexpr size_t SlotsPerChunk = 64;
/// Objects of more pages are malloc'ed.
static constexpr size_t MaxPages = 16;

static bool UsesSlots;
static size_t PageSize;
/// All chunks. The signal handler reads this without the mutex: chunks are
/// added to the front, and never removed.
static Chunk *Chunks;
static Slot *FreeSlots[MaxPages + 1];

/// The dead, oldest first.
static ObjectRecord *FirstDead;
static ObjectRecord **LastDead = &FirstDead;
static size_t DeadCount;

/// The errno of the last mprotect that failed.
static int Failure;
static bool FailureSaid;

static void noteFailure() {
  __atomic_store_n(&Failure, errno, __ATOMIC_RELAXED);
}

// Slots.

static bool makeChunk(size_t Pages) {
  size_t SlotSize = Pages * PageSize;
  auto *C = static_cast<Chunk *>(calloc(1, sizeof(Chunk)));
  auto *Slots = static_cast<Slot *>(calloc(SlotsPerChunk, sizeof(Slot)));
  void *Memory =
      C && Slots
          ? mmap(nullptr, SlotsPerChunk * SlotSize, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
          : MAP_FAILED;
  if (Memory == MAP_FAILED) {
    free(Slots);
    free(C);
    return false;
  }
  *C = {Chunks, static_cast<char *>(Memory), SlotSize, Slots};
  for (size_t I = SlotsPerChunk; I-- != 0;) {
    Slots[I] = {C->Memory + I * SlotSize, SlotSize, nullptr, FreeSlots[Pages],
                false};
    FreeSlots[Pages] = &Slots[I];
  }
  __atomic_store_n(&Chunks, C, __ATOMIC_RELEASE);
  return true;
}

Slot *debug::takeSlot(size_t Size) {
  size_t Pages = UsesSlots ? (Size + PageSize - 1) / PageSize : MaxPages + 1;
  if (Pages > MaxPages || (!FreeSlots[Pages] && !makeChunk(Pages)))
    return nullptr;
  Slot *S = FreeSlots[Pages];
  if (!S->Unreadable) {
    // Somebody touched it while it was free.
    memset(S->Memory, 0, S->Size);
  } else if (mprotect(S->Memory, S->Size, PROT_READ | PROT_WRITE) != 0) {
    noteFailure();
    return nullptr;
  }
  FreeSlots[Pages] = S->NextFree;
  S->Unreadable = false;
  return S;
}

void debug::giveSlot(Slot *S) {
  S->Record = nullptr;
  S->NextFree = FreeSlots[S->Size / PageSize];
  FreeSlots[S->Size / PageSize] = S;
}

void *debug::memoryOf(Slot *S) { return S->Memory; }

static Slot *slotAt(const void *Address) {
  auto *Byte = static_cast<const char *>(Address);
  for (Chunk *C = __atomic_load_n(&Chunks, __ATOMIC_ACQUIRE); C; C = C->Next)
    if (Byte >= C->Memory && Byte < C->Memory + SlotsPerChunk * C->SlotSize)
      return &C->Slots[(Byte - C->Memory) / C->SlotSize];
  return nullptr;
}

// The quarantine.

static void forget(ObjectRecord *Dead) {
  removeRecord(Dead);
  if (Dead->Place)
    giveSlot(Dead->Place);
  else
    free(Dead->Kept);
  freeLists(Dead->Holders, Dead->Paths);
  free(Dead);
}

void debug::quarantine(ObjectRecord *Dead) {
  if (Slot *S = Dead->Place) {
    S->Record = Dead;
    if (mprotect(S->Memory, S->Size, PROT_NONE) == 0) {
      S->Unreadable = true;
      // Costs no memory then, and is zero when it is used again.
      madvise(S->Memory, S->Size, MADV_DONTNEED);
    } else {
      noteFailure();
    }
  } else {
    Dead->Kept = Dead->object();
  }
  Dead->NextDead = nullptr;
  *LastDead = Dead;
  LastDead = &Dead->NextDead;
  if (++DeadCount <= TheOptions.Quarantine)
    return;
  ObjectRecord *Oldest = FirstDead;
  FirstDead = Oldest->NextDead;
  --DeadCount;
  forget(Oldest);
}

void debug::complainAboutQuarantine() {
  int Problem = __atomic_load_n(&Failure, __ATOMIC_RELAXED);
  if (!Problem || __atomic_exchange_n(&FailureSaid, true, __ATOMIC_RELAXED))
    return;
  error("VIROBJECT_DEBUG",
        "quarantine: cannot protect a freed object: %s. From now on some are "
        "poisoned, but not unreadable. Try a smaller number",
        strerror(Problem));
}

// Faults.

static struct sigaction OldSegv, OldBus;
/// For reports of the handler; protected by a lock of its own.
static char FaultBuffer[1 << 14];
static DebugMutex FaultMutex;

void debug::lockFaults() { FaultMutex.lock(); }
void debug::unlockFaults() { FaultMutex.unlock(); }

static void *interruptedAt(const void *Context) {
  auto *C = static_cast<const ucontext_t *>(Context);
#if defined(__x86_64__)
  return reinterpret_cast<void *>(C->uc_mcontext.gregs[REG_RIP]);
#elif defined(__i386__)
  return reinterpret_cast<void *>(C->uc_mcontext.gregs[REG_EIP]);
#elif defined(__aarch64__)
  return reinterpret_cast<void *>(C->uc_mcontext.pc);
#else
  (void)C;
  return nullptr;
#endif
}

static void reportFault(const void *Address, const Misuse &About) {
  char Message[512];
  auto *Start = static_cast<const char *>(About.Object);
  snprintf(Message, sizeof(Message),
           "Object %p (%s) has been freed already, but byte %zu of it is "
           "used" VIRREF_ID_USE_AFTER_RELEASE,
           About.Object, About.ClassName,
           static_cast<size_t>(static_cast<const char *>(Address) - Start));
  Misuse What = About;
  What.Message = Message;
  What.IsSaid = false;
  lockFaults();
  {
    Writer W(FaultBuffer, sizeof(FaultBuffer));
    writeMisuse(W, What);
  }
  unlockFaults();
  abortIfStrict(Message);
}

/// \returns whether the fault at \p Address was about an object that is dead,
/// and the code at \p PC can go on.
static bool handleFault(const void *Address, void *PC) {
  Slot *S = slotAt(Address);
  if (!S)
    return false;
  Misuse About;
  bool Known = false;
  {
    RecordScope Scope;
    // Another thread was here first, unless this is a jump into data.
    if (!S->Unreadable)
      return PC != Address;
    if (mprotect(S->Memory, S->Size, PROT_READ | PROT_WRITE) != 0)
      return false;
    S->Unreadable = false;
    // The rest is zero, as in all poisoned objects.
    poison(reinterpret_cast<virObject *>(S->Memory), sizeof(virObject));
    About.Object = S->Memory;
    if (S->Record) {
      Known = true;
      describe(S->Record, About);
    }
  }
  // A function of this library looks into the header of what it was given first,
  // says so itself, and asks us then.
  if (isOurCode(PC) && static_cast<const char *>(Address) <
                           S->Memory + sizeof(virObject))
    return true;
  About.Now = framesAt(PC);
  if (!Known)
    About.ClassName = "of a forgotten class";
  reportFault(Address, About);
  return true;
}

static void onFault(int Signal, siginfo_t *Info, void *Context) {
  int Before = errno;
  // Not one that somebody has sent.
  bool Handled =
      Info->si_code > 0 && handleFault(Info->si_addr, interruptedAt(Context));
  errno = Before;
  if (Handled)
    return;
  const struct sigaction &Old = Signal == SIGBUS ? OldBus : OldSegv;
  if (Old.sa_flags & SA_SIGINFO) {
    Old.sa_sigaction(Signal, Info, Context);
  } else if (Old.sa_handler != SIG_DFL && Old.sa_handler != SIG_IGN) {
    Old.sa_handler(Signal);
  } else {
    // It happens again when this returns, and ends the process as it should.
    signal(Signal, SIG_DFL);
    if (Info->si_code <= 0)
      raise(Signal);
  }
}

/// How many objects can be unreadable: a region of memory that differs from
/// both of its neighbours is needed for each in the worst case.
static size_t largestQuarantine() {
  size_t Maps = 65530;
  if (FILE *File = fopen("/proc/sys/vm/max_map_count", "re")) {
    if (fscanf(File, "%zu", &Maps) != 1)
      Maps = 65530;
    fclose(File);
  }
  return Maps / 4;
}

void debug::startQuarantine() {
  size_t Largest = largestQuarantine();
  if (TheOptions.Quarantine > Largest) {
    error("VIROBJECT_DEBUG",
          "quarantine:%zu is more than this system can make unreadable (%zu): "
          "freed objects are only poisoned. Ask for fewer, or raise the sysctl "
          "vm.max_map_count",
          TheOptions.Quarantine, Largest);
    return;
  }
  PageSize = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  UsesSlots = true;
  struct sigaction Action;
  memset(&Action, 0, sizeof(Action));
  Action.sa_sigaction = onFault;
  Action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&Action.sa_mask);
  sigaction(SIGSEGV, &Action, &OldSegv);
  sigaction(SIGBUS, &Action, &OldBus);
}
