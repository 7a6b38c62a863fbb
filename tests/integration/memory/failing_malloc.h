#pragma once
// A malloc() for the whole test process that fails when it is told to: only for what is large on the thread
// that asks (core/base/memory_reserve.h), as small allocations have the reserve.

namespace nb::test {

enum class Fail { Once, FromThereOn };

// The n-th large allocation from now on fails, counted from 1; or this one and all after it.
void failAllocation(int n, Fail how);
// From now on everything succeeds. Returns how many large allocations were asked for since failAllocation().
int stopFailing();
// Whether one has failed since failAllocation().
bool hasFailed();
// On this thread nothing fails or counts: it belongs to the test.
void exemptThisThread();

} // namespace nb::test
