// RUN: %cc1-verify -I %inputs -I %include %s
//
// The same in classes, namespaces and templates.

#include "player.h"
#include <virref/annotations.h>

struct Handle { Player *player; };

namespace game {
VIRREF_RETURNS_OWNED int number(); // expected-warning-re {{does not return a pointer{{.*}}[virref-contract-mismatch]}}
VIRREF_RETURNS_OWNED Player *find(int id);
VIRREF_RETURNS_OWNED Handle handle(int id);
void drop(VIRREF_CONSUMED Player &player);
void clear(VIRREF_CONSUMED_AND_CLEARED Player *&player);
}

extern "C" {
VIRREF_RETURNS_SAME(1) Player *same(Player *player); // expected-warning-re {{names parameter 1{{.*}}[virref-contract-mismatch]}}
}

class Game
{
    VIRREF_CONSUMED Player *first; // expected-warning-re {{belongs on a parameter{{.*}}[virref-contract-mismatch]}}
    Player *second VIRREF_OWNED_FIELD;
    Handle third VIRREF_OWNED_FIELD;

    VIRREF_BORROWED_FROM(0) Player *get(Player *of);
    VIRREF_BORROWED_FROM(2) Player *getNone(Player *of); // expected-warning-re {{names parameter 2{{.*}}[virref-contract-mismatch]}}
};

template <typename T> VIRREF_RETURNS_OWNED T make();
template <typename T>
__attribute__((annotate("virref:consumd"))) T *mistake(); // expected-warning-re {{'consumd' is not known; did you mean 'consumed'?{{.*}}[virref-contract-mismatch]}}

void made()
{
    virObjectUnref(make<Player *>());
}
