#pragma once
// The forty hostile inputs and conditions, by the numbers of the list that the project was measured by.

#include "tests/integration/hostile/bench.h"
#include <functional>

namespace nb::test {

struct HostileCase {
    int number = 0;
    const char* name = "";
    std::function<void(Bench&)> run;
    // A series of /metrics that has to have moved; empty = none is asked for.
    QByteArray counter = {};
};

QList<HostileCase> pictureCases(); // 1 to 12
QList<HostileCase> formCases();    // 13 to 23
QList<HostileCase> framingCases(); // 24 to 26, 30 to 34
QList<HostileCase> slowCases();    // 27 to 29, 35; begin them with SlowClients
QList<HostileCase> serviceCases(); // 36 to 38
QList<HostileCase> hostCases();    // 39, 40

// The clients whose time runs out: begun before all other cases, so that their waits pass beside those.
class SlowClients {
public:
    explicit SlowClients(Bench& bench);
    ~SlowClients();
    SlowClients(const SlowClients&) = delete;
    SlowClients& operator=(const SlowClients&) = delete;

    struct Parts;
    [[nodiscard]] static Parts& begun(); // of the one that there is

private:
    std::unique_ptr<Parts> m_parts;
};

} // namespace nb::test
