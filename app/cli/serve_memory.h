#pragma once
// How the server lives without memory (docs/adr/0016-memory.md).

namespace nb {
class WorkerPool;
}

namespace nb::app {

// How many arenas the allocator has: each takes 64 MB of address space for the first thread that uses it. To
// be called before there are threads.
void limitArenas();

// Makes what could not be made any more once memory has run out, so that from then on single edits fail and
// not the process: the memory reserve, the threads of the pool, the stack of this thread, which is the main
// one. Call it once, before the server listens.
void prepareForLackOfMemory(WorkerPool& pool);

} // namespace nb::app
