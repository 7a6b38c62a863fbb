#pragma once
// The seed of a random test: printed, so that a failure can be repeated by setting NB_TEST_SEED to it.

#include <QDebug>
#include <QRandomGenerator>

namespace nb::test {

// A new one at each call unless NB_TEST_SEED is set. Decimal.
inline quint32 testSeed() {
    bool isSet = false;
    const quint32 given = qEnvironmentVariable("NB_TEST_SEED").toUInt(&isSet);
    const quint32 seed = isSet ? given : QRandomGenerator::global()->generate();
    qInfo() << "NB_TEST_SEED" << seed;
    return seed;
}

} // namespace nb::test
