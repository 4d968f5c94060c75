//===- Bench.cpp - What counting references costs -------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// Compares ways to count references with an atomic integer that is inlined:
//
//   {one, own, shared} / subject   ref + unref of an object that is alive:
//                                  one thread; two threads, each with an object
//                                  of its own; two threads with one object
//   {new, new2} / subject          new + unref of the only reference: one
//                                  thread; two threads
//
// The machine may be busy with other things. So a sample is two batches back to
// back in the same threads, one of the atomic and one of the subject, and what
// counts is their ratio. One thread is measured by its CPU time. Two threads are
// measured by the clock, and a sample counts only if both were on a CPU all the
// time, each on its own.
//
// A repetition, in the sense of Google Benchmark, reports the median of its
// samples:
//
//   ratio      time of the subject / time of the atomic
//   ns, raw    nanoseconds an operation of the subject, of the atomic
//   samples    how many there were; the others are 0 if there were none
//
// scripts/bench-runtime sums up many repetitions.
//
//===----------------------------------------------------------------------===//

#include "Call.h"

#include <virobject/virobject.h>

#include <benchmark/benchmark.h>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <glib-object.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <pthread.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

//===----------------------------------------------------------------------===//
// Subjects: each has objects of 64 bytes.
//
//   make     a new object, with one reference
//   use      takes a reference and gives it back
//   drop     gives back the only reference
//===----------------------------------------------------------------------===//

/// The compiler knows nothing of the value, or of memory, after this.
template <typename T> static inline void forget(T *&Pointer) {
  asm volatile("" : "+r"(Pointer) : : "memory");
}

namespace {

struct Raw {
  using Object = Raw;
  std::atomic<int> Refs{1};
  char Payload[60];

  static Object *make() { return new Raw; }
  static void drop(Object *Obj) {
    if (Obj->Refs.fetch_sub(1, std::memory_order_acq_rel) == 1)
      delete Obj;
  }
  static void use(Object *Obj) {
    Obj->Refs.fetch_add(1, std::memory_order_relaxed);
    forget(Obj);
    drop(Obj);
  }
};

struct Call {
  using Object = void;
  static Object *make() { return callNew(); }
  static void drop(Object *Obj) { callUnref(Obj); }
  static void use(Object *Obj) {
    callRef(Obj);
    forget(Obj);
    callUnref(Obj);
  }
};

/// Two classes below virObject, each with a dispose function.
struct VirObject {
  struct Middle {
    virObject parent;
    char Payload[40];
  };
  struct Leaf {
    Middle parent;
    char Payload[8];
  };
  static virClass *MiddleClass, *LeafClass;
  static void MiddleDispose(void *Any) { forget(Any); }
  static void LeafDispose(void *Any) { forget(Any); }
  static void init() {
    if (!VIR_CLASS_NEW(Middle, virClassForObject()) ||
        !VIR_CLASS_NEW(Leaf, MiddleClass))
      abort();
  }

  using Object = void;
  static Object *make() { return virObjectNew(LeafClass); }
  static void drop(Object *Obj) { virObjectUnref(Obj); }
  static void use(Object *Obj) {
    virObjectRef(Obj);
    forget(Obj);
    virObjectUnref(Obj);
  }
};
static_assert(sizeof(VirObject::Leaf) == 64, "As the others");
virClass *VirObject::MiddleClass, *VirObject::LeafClass;

struct GObjectRef {
  static GType Type;
  static void init() {
    Type = g_type_register_static_simple(
        G_TYPE_OBJECT, "BenchLeaf", sizeof(GObjectClass), nullptr,
        sizeof(GObject) + 40, nullptr, GTypeFlags(0));
  }

  using Object = void;
  static Object *make() { return g_object_new(Type, nullptr); }
  static void drop(Object *Obj) { g_object_unref(Obj); }
  static void use(Object *Obj) {
    (g_object_ref)(Obj);
    forget(Obj);
    g_object_unref(Obj);
  }
};
GType GObjectRef::Type;

struct RcBox {
  using Object = void;
  static Object *make() { return g_atomic_rc_box_alloc0(48); }
  static void drop(Object *Obj) { g_atomic_rc_box_release(Obj); }
  static void use(Object *Obj) {
    (g_atomic_rc_box_acquire)(Obj);
    forget(Obj);
    g_atomic_rc_box_release(Obj);
  }
};

/// A copy of a smart pointer, and an end of it.
template <typename Pointer, Pointer (*Make)()> struct Smart {
  using Object = Pointer;
  static Object *make() { return new Pointer(Make()); }
  static void drop(Object *Obj) { delete Obj; }
  static void use(Object *Obj) {
    Pointer Copy(*Obj);
    auto *Address = &Copy;
    forget(Address);
  }
  static void live() {
    Pointer First(Make());
    auto *Address = &First;
    forget(Address);
  }
};

struct Shared {
  char Payload[48];
};
std::shared_ptr<Shared> makeShared() { return std::make_shared<Shared>(); }
using StdShared = Smart<std::shared_ptr<Shared>, makeShared>;

struct Intrusive
    : boost::intrusive_ref_counter<Intrusive, boost::thread_safe_counter> {
  char Payload[60];
};
boost::intrusive_ptr<Intrusive> makeIntrusive() { return new Intrusive; }
using BoostIntrusive =
    Smart<boost::intrusive_ptr<Intrusive>, makeIntrusive>;

// Batches.

template <typename S>
__attribute__((noinline)) void useMany(typename S::Object *Obj, long Count) {
  while (Count--) {
    forget(Obj);
    S::use(Obj);
  }
}

template <typename S> auto live(int) -> decltype(S::live()) { S::live(); }
template <typename S> void live(long) {
  auto *Obj = S::make();
  forget(Obj);
  S::drop(Obj);
}

template <typename S> __attribute__((noinline)) void liveMany(long Count) {
  while (Count--)
    live<S>(0);
}

//===----------------------------------------------------------------------===//
// Measuring.
//===----------------------------------------------------------------------===//

struct Kind {
  const char *Name;
  int Threads;
  /// The threads work on one object.
  bool IsShared;
  /// Objects are made and dropped, not used.
  bool IsNew;
  /// Operations in a batch, for about half a millisecond.
  long Count;
};

const Kind Kinds[] = {
    {"one", 1, false, false, 60000},  {"new", 1, false, true, 20000},
    {"own", 2, false, false, 40000},  {"shared", 2, true, false, 12000},
    {"new2", 2, false, true, 15000},
};

/// Samples in a repetition, and how often to try for each of them.
constexpr int Samples = 15;
constexpr int Tries = 12;

double seconds(clockid_t Clock) {
  timespec Now;
  clock_gettime(Clock, &Now);
  return double(Now.tv_sec) + double(Now.tv_nsec) * 1e-9;
}

double median(std::vector<double> Values) {
  if (Values.empty())
    return 0;
  std::sort(Values.begin(), Values.end());
  return Values[Values.size() / 2];
}

/// Lets all threads go on when the last one has come. They burn CPU meanwhile,
/// so that they start within nanoseconds.
class Gate {
public:
  void pass(int Threads) {
    if (Threads == 1)
      return;
    int Round = Passed.load();
    if (Waiting.fetch_add(1) + 1 == Threads) {
      Waiting = 0;
      Passed = Round + 1;
      return;
    }
    for (int Spins = 0; Passed.load() == Round; ++Spins)
      if (Spins > 20000)
        sched_yield(); // The other thread may need this CPU to come here.
  }

private:
  std::atomic<int> Waiting{0}, Passed{0};
};

/// What the threads of one repetition share.
struct Common {
  Gate Door;
  Raw *RawObject;
  void *SubjectObject;
  /// Operations of the subject in a batch.
  long Count;
  /// What each thread took for its batch, and whether that is the truth.
  double Time[2];
  bool IsTrue[2];
};
Common Now;

/// Puts this thread on a CPU of its own if there are others.
void pin(int Index, int Threads) {
  static const cpu_set_t Allowed = [] {
    cpu_set_t Set;
    sched_getaffinity(0, sizeof(Set), &Set);
    return Set;
  }();
  cpu_set_t Set = Allowed;
  if (Threads > 1) {
    CPU_ZERO(&Set);
    for (int Cpu = 0, Nth = 0; Cpu != CPU_SETSIZE; ++Cpu)
      if (CPU_ISSET(Cpu, &Allowed) && Nth++ == Index)
        CPU_SET(Cpu, &Set);
  }
  pthread_setaffinity_np(pthread_self(), sizeof(Set), &Set);
}

/// Runs \p Batch in all threads at once. \returns the seconds it took, or 0 if
/// something came in between.
template <typename Function>
double timed(int Index, int Threads, Function Batch) {
  Now.Door.pass(Threads);
  double Wall = seconds(CLOCK_MONOTONIC);
  double Cpu = seconds(CLOCK_THREAD_CPUTIME_ID);
  Batch();
  Cpu = seconds(CLOCK_THREAD_CPUTIME_ID) - Cpu;
  Wall = seconds(CLOCK_MONOTONIC) - Wall;
  if (Threads == 1)
    return Cpu;
  Now.Time[Index] = Wall;
  Now.IsTrue[Index] = Cpu > 0.96 * Wall;
  Now.Door.pass(Threads);
  double Longer = std::max(Now.Time[0], Now.Time[1]);
  bool IsTrue = Now.IsTrue[0] && Now.IsTrue[1];
  Now.Door.pass(Threads); // Nobody writes before all have read.
  return IsTrue ? Longer : 0;
}

/// \returns the operations that \p Run does in a few milliseconds, \p Most at
/// most: debugging is slow.
template <typename Function> long affordable(long Most, Function Run) {
  double Cpu = seconds(CLOCK_THREAD_CPUTIME_ID);
  Run(Most / 100);
  Cpu = seconds(CLOCK_THREAD_CPUTIME_ID) - Cpu;
  return std::clamp(long(4e-3 / Cpu * double(Most / 100)), Most / 100, Most);
}

template <typename S> void run(benchmark::State &State, const Kind &What) {
  int Index = State.thread_index(), Threads = State.threads();
  pin(Index, Threads);

  // Apart from what another thread has made, by more than a cache line.
  auto *Gap = new char[1024 * (Index + 1)];
  auto *RawObject = Raw::make();
  auto *Object = S::make();
  if (Index == 0) {
    Now.RawObject = RawObject;
    Now.SubjectObject = Object;
  }
  Now.Door.pass(Threads);
  auto *RawUsed = What.IsShared ? Now.RawObject : RawObject;
  auto *Used = What.IsShared
                   ? static_cast<typename S::Object *>(Now.SubjectObject)
                   : Object;
  auto runRaw = [&](long Count) {
    What.IsNew ? liveMany<Raw>(Count) : useMany<Raw>(RawUsed, Count);
  };
  auto runSubject = [&](long Count) {
    What.IsNew ? liveMany<S>(Count) : useMany<S>(Used, Count);
  };

  std::vector<double> Ratios, Times, RawTimes;
  for (auto _ : State) {
    runRaw(What.Count / 8);
    if (Index == 0)
      Now.Count = affordable(What.Count, runSubject);
    Now.Door.pass(Threads);
    long Count = Now.Count;
    runSubject(Count / 8);
    // All threads get the same results, and so take the same decisions.
    for (int Try = 0; Try != Samples * Tries && Ratios.size() != Samples;
         ++Try) {
      auto timeRaw = [&] {
        return timed(Index, Threads, [&] { runRaw(What.Count); });
      };
      auto timeSubject = [&] {
        return timed(Index, Threads, [&] { runSubject(Count); });
      };
      double RawTime, Time;
      if (Try % 2) {
        Time = timeSubject();
        RawTime = timeRaw();
      } else {
        RawTime = timeRaw();
        Time = timeSubject();
      }
      if (Time <= 0 || RawTime <= 0)
        continue;
      Times.push_back(Time / double(Count) * 1e9);
      RawTimes.push_back(RawTime / double(What.Count) * 1e9);
      Ratios.push_back(Times.back() / RawTimes.back());
    }
    State.SetIterationTime(1e-3); // Of no use: the counters say it.
  }
  S::drop(Object);
  Raw::drop(RawObject);
  delete[] Gap;

  // Counters of all threads are added up.
  if (Index != 0)
    return;
  // Not an error: Google Benchmark 1.7 cannot sum up what has no counters.
  State.counters["samples"] = double(Ratios.size());
  State.counters["ratio"] = median(Ratios);
  State.counters["ns"] = median(Times);
  State.counters["raw"] = median(RawTimes);
}

template <typename S> void add(const char *Name) {
  for (const Kind &What : Kinds)
    benchmark::RegisterBenchmark(
        (std::string(What.Name) + "/" + Name).c_str(),
        [&What](benchmark::State &State) { run<S>(State, What); })
        ->Threads(What.Threads)
        ->Iterations(1)
        ->UseManualTime();
}

} // namespace

int main(int Argc, char **Argv) {
  // std::shared_ptr does without atomics until there is a second thread.
  std::thread([] { pause(); }).detach();
  VirObject::init();
  GObjectRef::init();

  add<Raw>("raw");
  add<Call>("call");
  add<VirObject>("virobject");
  add<GObjectRef>("gobject");
  add<RcBox>("rc_box");
  add<StdShared>("shared_ptr");
  add<BoostIntrusive>("intrusive_ptr");

  benchmark::Initialize(&Argc, Argv);
  if (benchmark::ReportUnrecognizedArguments(Argc, Argv))
    return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
