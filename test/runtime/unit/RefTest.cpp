//===- RefTest.cpp - References as C++ values -----------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include <gtest/gtest.h>
#include <virobject/virobject.hpp>
#include <virobject/virrefhash.h>

#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

namespace {

// Objects of C++, derived from each other, and one of C.

struct Song : virObjectLockable {
  int Length;
  std::function<void()> *Last;
};
struct Hit : Song {
  int Rank;
};
struct Disc : virObjectRWLockable {
  int Tracks;
};
struct note {
  virObject parent;
  int pitch;
};

std::atomic<int> Living;

void disposeAny(void *) { --Living; }
void disposeSong(void *Any) {
  auto *Self = static_cast<Song *>(static_cast<virObjectLockable *>(Any));
  if (Self->Last)
    (*Self->Last)();
  --Living;
}

virClass *songClass() {
  static virClass *Made =
      virClassNew(virClassForObjectLockable(), "Song", sizeof(Song),
                  sizeof(virObjectLockable), disposeSong);
  return Made;
}
virClass *hitClass() {
  static virClass *Made =
      virClassNew(songClass(), "Hit", sizeof(Hit), sizeof(Song), nullptr);
  return Made;
}
virClass *discClass() {
  static virClass *Made =
      virClassNew(virClassForObjectRWLockable(), "Disc", sizeof(Disc),
                  sizeof(virObjectRWLockable), disposeAny);
  return Made;
}
virClass *noteClass() {
  static virClass *Made = virClassNew(virClassForObject(), "note", sizeof(note),
                                      sizeof(virObject), disposeAny);
  return Made;
}

} // namespace

template <> struct vir::ClassOf<Song> {
  static virClass *get() { return songClass(); }
};
template <> struct vir::ClassOf<Hit> {
  static virClass *get() { return hitClass(); }
};

namespace {

using vir::Ref;

Ref<Song> newSong(int Length = 0, std::function<void()> *Last = nullptr) {
  auto New = vir::makeLockable<Song>(songClass());
  ++Living;
  New->Length = Length;
  New->Last = Last;
  return New;
}

Ref<Hit> newHit(int Rank = 0) {
  auto New = vir::makeLockable<Hit>(hitClass());
  ++Living;
  New->Rank = Rank;
  return New;
}

/// The number of references. Only a test looks at it.
int refs(const void *Obj) { return static_cast<const virObject *>(Obj)->refs; }

class RefTest : public testing::Test {
protected:
  void SetUp() override {
    Living = 0;
    virObjectSetMessageHook(collect, this);
  }
  void TearDown() override {
    virObjectSetMessageHook(nullptr, nullptr);
    EXPECT_EQ(Living, 0);
    EXPECT_EQ(messages(), "");
  }
  std::string messages() { return std::exchange(Messages, ""); }

private:
  static void collect(virObjectMessageKind, const char *Function,
                      const char *Message, void *Opaque) {
    static_cast<RefTest *>(Opaque)->Messages +=
        std::string(Function) + ": " + Message + "\n";
  }
  std::string Messages;
};

// What the compiler knows.

static_assert(sizeof(Ref<Song>) == sizeof(Song *));
static_assert(std::is_nothrow_default_constructible_v<Ref<Song>>);
static_assert(std::is_nothrow_copy_constructible_v<Ref<Song>>);
static_assert(std::is_nothrow_move_constructible_v<Ref<Song>>);
static_assert(std::is_nothrow_copy_assignable_v<Ref<Song>>);
static_assert(std::is_nothrow_move_assignable_v<Ref<Song>>);
static_assert(std::is_nothrow_destructible_v<Ref<Song>>);
static_assert(std::is_nothrow_swappable_v<Ref<Song>>);

// A raw pointer is neither taken over nor retained without a word.
static_assert(!std::is_constructible_v<Ref<Song>, Song *>);
static_assert(!std::is_assignable_v<Ref<Song> &, Song *>);
static_assert(!std::is_convertible_v<Ref<Song>, Song *>);
static_assert(!std::is_convertible_v<Ref<Song>, bool>);

// Up, not down, and not across.
static_assert(std::is_convertible_v<Ref<Hit>, Ref<Song>>);
static_assert(std::is_convertible_v<Ref<Hit>, Ref<virObjectLockable>>);
static_assert(std::is_convertible_v<Ref<Hit>, Ref<const Hit>>);
static_assert(std::is_convertible_v<Ref<Hit>, Ref<void>>);
static_assert(!std::is_constructible_v<Ref<Hit>, Ref<Song>>);
static_assert(!std::is_constructible_v<Ref<Hit>, Ref<const Hit>>);
static_assert(!std::is_constructible_v<Ref<Hit>, Ref<void>>);
static_assert(!std::is_constructible_v<Ref<note>, Ref<Song>>);

// A guard does not outlive a temporary.
static_assert(std::is_constructible_v<vir::Lock, Ref<Song> &>);
static_assert(std::is_constructible_v<vir::Lock, const Ref<Song> &>);
static_assert(!std::is_constructible_v<vir::Lock, Ref<Song>>);
static_assert(!std::is_constructible_v<vir::ReadLock, Ref<Disc>>);
static_assert(!std::is_constructible_v<vir::WriteLock, Ref<Disc>>);
static_assert(!std::is_copy_constructible_v<vir::Lock>);
static_assert(!std::is_copy_constructible_v<vir::ReadLock>);
static_assert(sizeof(vir::ReadLock) == sizeof(void *));

template <typename A, typename B, typename = void>
constexpr bool Comparable = false;
template <typename A, typename B>
constexpr bool Comparable<A, B,
                          std::void_t<decltype(std::declval<A>() ==
                                               std::declval<B>())>> = true;
static_assert(Comparable<Ref<Song>, Ref<Hit>>);
static_assert(Comparable<Ref<Song>, Hit *>);
static_assert(Comparable<std::nullptr_t, Ref<Hit>>);
static_assert(!Comparable<Ref<Song>, Ref<note>>);
static_assert(!Comparable<Ref<Song>, note *>);
static_assert(!Comparable<Ref<Song>, int>);

constexpr Ref<Song> *NoRef = nullptr;
static_assert(NoRef == nullptr);

// Null needs no code at the start of the program.
Ref<Song> Global;

// Owning.

TEST_F(RefTest, Null) {
  Ref<Song> Null, Other(nullptr), Third = Null, Fourth = std::move(Other);
  EXPECT_FALSE(Null);
  EXPECT_FALSE(Third);
  EXPECT_FALSE(Fourth);
  EXPECT_FALSE(Global);
  EXPECT_EQ(Null.get(), nullptr);
  EXPECT_EQ(Null.release(), nullptr);
  Null.reset();
  Null = nullptr;
  Null = Third;
  Null.swap(Third);
  EXPECT_EQ(Ref<Song>::adopt(nullptr), nullptr);
  EXPECT_EQ(Ref<Song>::retain(nullptr), nullptr);
}

TEST_F(RefTest, AdoptTakesOver) {
  auto *Raw = static_cast<note *>(virObjectNew(noteClass()));
  ++Living;
  {
    auto Note = Ref<note>::adopt(Raw);
    EXPECT_EQ(refs(Raw), 1);
    EXPECT_EQ(Note.get(), Raw);
    Note->pitch = 3;
    EXPECT_EQ((*Note).pitch, 3);
  }
  EXPECT_EQ(Living, 0);
}

TEST_F(RefTest, RetainTakesOneMore) {
  Ref<Song> First = newSong();
  Song *Raw = First.get();
  {
    auto Second = Ref<Song>::retain(Raw);
    EXPECT_EQ(refs(Raw), 2);
  }
  EXPECT_EQ(refs(Raw), 1);
}

TEST_F(RefTest, RetainOfNoObjectIsNull) {
  note Nothing = {};
  EXPECT_EQ(Ref<note>::retain(&Nothing), nullptr);
  EXPECT_NE(messages(), "");
}

TEST_F(RefTest, ReleaseHandsOut) {
  Ref<Song> Mine = newSong();
  Song *Raw = Mine.release();
  EXPECT_FALSE(Mine);
  EXPECT_EQ(refs(Raw), 1);
  virObjectUnref(Raw);
}

TEST_F(RefTest, CopyTakesOneMore) {
  Ref<Song> First = newSong();
  Ref<Song> Second = First;
  EXPECT_EQ(refs(First.get()), 2);
  Ref<Song> Third;
  Third = Second;
  EXPECT_EQ(refs(First.get()), 3);
  Third = nullptr;
  EXPECT_EQ(refs(First.get()), 2);
  auto &Same = Second;
  Second = Same;
  EXPECT_EQ(refs(First.get()), 2);
}

TEST_F(RefTest, MoveHandsOver) {
  Ref<Song> First = newSong();
  Ref<Song> Second = std::move(First);
  EXPECT_FALSE(First);
  EXPECT_EQ(refs(Second.get()), 1);
  First = std::move(Second);
  EXPECT_FALSE(Second);
  EXPECT_EQ(refs(First.get()), 1);
  auto &Same = First;
  First = std::move(Same);
  ASSERT_TRUE(First);
  EXPECT_EQ(refs(First.get()), 1);
}

TEST_F(RefTest, AssignmentGivesTheOldOneBack) {
  Ref<Song> First = newSong(1);
  First = newSong(2);
  EXPECT_EQ(Living, 1);
  EXPECT_EQ(First->Length, 2);
  Ref<Song> Second = newSong(3);
  First = Second;
  EXPECT_EQ(Living, 1);
}

TEST_F(RefTest, OldOneIsGivenBackWhenTheNewOneIsInPlace) {
  Ref<Song> Place;
  int Seen = 0;
  std::function<void()> Last = [&] { Seen = Place ? Place->Length : -1; };
  Place = newSong(1, &Last);
  Place = newSong(2, &Last);
  EXPECT_EQ(Seen, 2);
  Place.reset();
  EXPECT_EQ(Seen, -1);
}

TEST_F(RefTest, Swap) {
  Ref<Song> First = newSong(1), Second = newSong(2);
  swap(First, Second);
  EXPECT_EQ(First->Length, 2);
  First.swap(Second);
  EXPECT_EQ(First->Length, 1);
  std::swap(First, Second);
  EXPECT_EQ(First->Length, 2);
  EXPECT_EQ(refs(First.get()), 1);
  First.swap(First);
  EXPECT_EQ(refs(First.get()), 1);
}

// Other types.

TEST_F(RefTest, DerivedToBase) {
  Ref<Hit> Mine = newHit(1);
  Ref<Song> Base = Mine;
  EXPECT_EQ(refs(Mine.get()), 2);
  Ref<virObjectLockable> Lockable = std::move(Base);
  EXPECT_FALSE(Base);
  EXPECT_EQ(refs(Mine.get()), 2);
  Lockable = Mine;
  Lockable = std::move(Mine);
  EXPECT_EQ(refs(Lockable.get()), 1);
  Ref<const void> Any = std::move(Lockable);
  EXPECT_EQ(refs(Any.get()), 1);
}

TEST_F(RefTest, ConstantObjects) {
  Ref<const Song> Constant = newSong(5);
  Ref<const Song> Copy = Constant;
  EXPECT_EQ(Copy->Length, 5);
  EXPECT_EQ(refs(Copy.get()), 2);
  static_assert(std::is_same_v<decltype(*Copy), const Song &>);
}

TEST_F(RefTest, DeclaredTypes) {
  auto Table = Ref<virRefHash>::adopt(virRefHashNew());
  Ref<Song> Mine = newSong(4);
  EXPECT_EQ(virRefHashAdd(Table.get(), "a", Mine.get()), 0);
  Mine.reset();
  auto Found = vir::cast<Song>(
      Ref<void>::adopt(virRefHashFind(Table.get(), "a")), songClass());
  EXPECT_EQ(Found->Length, 4);
  EXPECT_EQ(refs(Found.get()), 2);
}

// Out-arguments.

int songFind(int Length, Song **Found) {
  if (Length < 0)
    return -1;
  *Found = newSong(Length).release();
  return 0;
}

TEST_F(RefTest, OutTakesOver) {
  Ref<Song> Mine;
  ASSERT_TRUE(songFind(3, Mine.out()) == 0 && Mine->Length == 3);
  EXPECT_EQ(refs(Mine.get()), 1);
  ASSERT_EQ(songFind(4, Mine.out()), 0);
  EXPECT_EQ(Living, 1);
  EXPECT_EQ(Mine->Length, 4);
  EXPECT_EQ(songFind(-1, Mine.out()), -1);
  EXPECT_FALSE(Mine);
}

// Comparing.

TEST_F(RefTest, Comparison) {
  Ref<Song> First = newSong(), Same = First, Other = newSong(), Null;
  Ref<Hit> Third = newHit();
  Song *const Raw = First.get();

  EXPECT_TRUE(First == Same);
  EXPECT_FALSE(First != Same);
  EXPECT_TRUE(First != Other);
  EXPECT_TRUE(First != Third);
  EXPECT_TRUE(Ref<Song>(Third) == Third);
  EXPECT_TRUE(First == Raw && Raw == First);
  EXPECT_TRUE(Other != Raw && Raw != Other);
  EXPECT_TRUE(First == static_cast<const void *>(Raw));
  EXPECT_TRUE(Null == nullptr && nullptr == Null);
  EXPECT_TRUE(First != nullptr && nullptr != First);

  EXPECT_FALSE(First < Same);
  EXPECT_TRUE((First < Other) != (Other < First));
  EXPECT_EQ(First < Other, std::less<Song *>()(Raw, Other.get()));
  EXPECT_EQ(First < Other, Raw < Other);
  EXPECT_EQ(Other < First, Other < Raw);
  EXPECT_TRUE(Null < First);
  EXPECT_TRUE(nullptr < First);
  EXPECT_FALSE(First < nullptr);
}

TEST_F(RefTest, InContainers) {
  Ref<Song> First = newSong(1), Second = newSong(2);
  std::set<Ref<Song>, std::less<>> Sorted{First, Second, First};
  EXPECT_EQ(Sorted.size(), 2u);
  EXPECT_EQ(Sorted.count(First.get()), 1u);
  std::unordered_set<Ref<Song>> Hashed{First, Second, First};
  EXPECT_EQ(Hashed.size(), 2u);
  EXPECT_EQ(std::hash<Ref<Song>>()(First), std::hash<Song *>()(First.get()));
  EXPECT_EQ(refs(First.get()), 3);
  std::vector<Ref<Song>> Grown;
  for (int I = 0; I != 100; ++I)
    Grown.push_back(I % 2 ? First : Second);
  EXPECT_EQ(refs(First.get()), 53);
}

// Making and casting.

TEST_F(RefTest, Make) {
  auto Note = vir::make<note>(noteClass());
  auto MySong = vir::makeLockable<Song>(songClass());
  auto MyDisc = vir::makeRWLockable<Disc>(discClass());
  Living = 3;
  EXPECT_EQ(refs(Note.get()), 1);
  EXPECT_EQ(refs(MySong.get()), 1);
  EXPECT_EQ(refs(MyDisc.get()), 1);
}

TEST_F(RefTest, MakeThatFailsIsNull) {
  EXPECT_EQ(vir::make<note>(nullptr), nullptr);
  EXPECT_NE(messages(), "");
  EXPECT_EQ(vir::makeLockable<note>(noteClass()), nullptr);
  EXPECT_NE(messages(), "");
  EXPECT_EQ(vir::makeRWLockable<Song>(songClass()), nullptr);
  EXPECT_NE(messages(), "");
}

TEST_F(RefTest, CastOfAnLvalueTakesOneMore) {
  Ref<Song> Base = newHit(9);
  auto Down = vir::cast<Hit>(Base, hitClass());
  ASSERT_TRUE(Down);
  EXPECT_EQ(Down->Rank, 9);
  EXPECT_EQ(refs(Base.get()), 2);
  const Ref<Song> &Constant = Base;
  EXPECT_TRUE(vir::cast<Hit>(Constant));
  EXPECT_TRUE(vir::cast<const Hit>(Base));
  EXPECT_TRUE(vir::cast<virObjectLockable>(Base));
  EXPECT_TRUE(vir::cast<virObject>(Base));
  EXPECT_FALSE(vir::cast<virObjectRWLockable>(Base));
  EXPECT_EQ(refs(Base.get()), 2);

  Ref<Song> Plain = newSong();
  EXPECT_FALSE(vir::cast<Hit>(Plain));
  EXPECT_FALSE(vir::cast<Hit>(Plain, hitClass()));
  EXPECT_FALSE(vir::cast<Hit>(Plain, nullptr));
  EXPECT_FALSE(vir::cast<Hit>(Ref<Song>()));
  EXPECT_EQ(refs(Plain.get()), 1);
}

TEST_F(RefTest, CastOfAnRvalueHandsOverOnSuccess) {
  Ref<Song> Base = newHit();
  Song *Raw = Base.get();
  Ref<Hit> Down = vir::cast<Hit>(std::move(Base));
  EXPECT_FALSE(Base);
  EXPECT_EQ(Down, Raw);
  EXPECT_EQ(refs(Raw), 1);

  Ref<Song> Plain = newSong();
  EXPECT_FALSE(vir::cast<Hit>(std::move(Plain)));
  ASSERT_TRUE(Plain);
  EXPECT_EQ(refs(Plain.get()), 1);
  EXPECT_FALSE(vir::cast<Hit>(std::move(Plain), hitClass()));
  EXPECT_TRUE(Plain);
  EXPECT_TRUE(vir::cast<Song>(std::move(Plain), songClass()));
  EXPECT_FALSE(Plain);
  EXPECT_FALSE(vir::cast<Hit>(newSong()));
}

TEST_F(RefTest, CastBetweenObjectsOfC) {
  auto Note = vir::make<note>(noteClass());
  ++Living;
  auto Any = vir::cast<virObject>(Note);
  EXPECT_EQ(refs(Note.get()), 2);
  EXPECT_TRUE(vir::cast<note>(std::move(Any), noteClass()));
}

// Locks.

TEST_F(RefTest, LockExcludes) {
  Ref<Song> Shared = newSong();
  std::vector<std::thread> Threads;
  for (int I = 0; I != 4; ++I)
    Threads.emplace_back([Mine = Shared] {
      for (int J = 0; J != 1000; ++J) {
        vir::Lock Guard(Mine);
        ++Mine->Length;
      }
    });
  for (std::thread &Thread : Threads)
    Thread.join();
  EXPECT_EQ(Shared->Length, 4000);
}

TEST_F(RefTest, LockIsDropped) {
  Ref<Song> Mine = newSong();
  auto IsLocked = [&] {
    if (pthread_mutex_trylock(&Mine->lock.lock))
      return true;
    pthread_mutex_unlock(&Mine->lock.lock);
    return false;
  };
  {
    vir::Lock Guard(Mine);
    EXPECT_TRUE(IsLocked());
  }
  EXPECT_FALSE(IsLocked());
  vir::Lock Guard(Mine.get());
  Guard.unlock();
  EXPECT_FALSE(IsLocked());
  Guard.unlock();
}

TEST_F(RefTest, ReadersShareWritersDoNot) {
  auto Mine = vir::makeRWLockable<Disc>(discClass());
  ++Living;
  pthread_rwlock_t *Lock = &Mine->lock.lock;
  {
    vir::ReadLock First(Mine), Second(Mine);
    EXPECT_NE(pthread_rwlock_trywrlock(Lock), 0);
    First.unlock();
    EXPECT_NE(pthread_rwlock_trywrlock(Lock), 0);
    Second.unlock();
    Second.unlock();
    EXPECT_EQ(pthread_rwlock_trywrlock(Lock), 0);
    pthread_rwlock_unlock(Lock);
  }
  {
    vir::WriteLock Guard(Mine.get());
    EXPECT_NE(pthread_rwlock_tryrdlock(Lock), 0);
  }
  EXPECT_EQ(pthread_rwlock_trywrlock(Lock), 0);
  pthread_rwlock_unlock(Lock);
}

TEST_F(RefTest, WriteLockExcludes) {
  auto Shared = vir::makeRWLockable<Disc>(discClass());
  ++Living;
  std::vector<std::thread> Threads;
  for (int I = 0; I != 4; ++I)
    Threads.emplace_back([Mine = Shared, I] {
      int Before = 0;
      for (int J = 0; J != 500; ++J)
        if (I % 2) {
          vir::WriteLock Guard(Mine);
          ++Mine->Tracks;
        } else {
          vir::ReadLock Guard(Mine);
          EXPECT_GE(Mine->Tracks, Before);
          Before = Mine->Tracks;
        }
    });
  for (std::thread &Thread : Threads)
    Thread.join();
  EXPECT_EQ(Shared->Tracks, 1000);
}

using RefDeathTest = RefTest;

TEST_F(RefDeathTest, GuardsOfNothingAbort) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  virObjectSetMessageHook(nullptr, nullptr);
  Ref<Song> Mine = newSong(), Null;
  EXPECT_DEATH(vir::Lock Guard(Null), "cannot be locked");
  EXPECT_DEATH(vir::ReadLock Guard(Null),
               "virObjectRWLockRead: Object cannot be NULL");
  EXPECT_DEATH(vir::WriteLock Guard(Mine),
               "virObjectRWLockWrite: Object .* \\(Song\\) is not a "
               "virObjectRWLockable instance");
}

// Threads.

TEST_F(RefTest, ThreadsCopyOneObject) {
  Ref<Song> Shared = newSong();
  std::vector<std::thread> Threads;
  for (int I = 0; I != 4; ++I)
    Threads.emplace_back([Mine = Shared] {
      Ref<Song> Copy;
      for (int J = 0; J != 2000; ++J)
        Copy = J % 3 ? Mine : Ref<Song>();
    });
  Shared.reset();
  for (std::thread &Thread : Threads)
    Thread.join();
  EXPECT_EQ(Living, 0);
}

} // namespace
