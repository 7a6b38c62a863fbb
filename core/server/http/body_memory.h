#pragma once
// The memory that the bodies of all requests may take together. A body's bytes are counted before they are
// asked for, all of them at once, so that no two half-read bodies ever wait for each other; who finds too
// little left waits in a queue, in the order of asking, and its socket is not read meanwhile.

#include <QObject>
#include <functional>
#include <list>
#include <memory>

namespace nb::server {

// Used from one thread, whose event loop goes on with who waits; shares may end on any.
class BodyMemory : public QObject {
    struct Book;

public:
    // The bytes that one body may take. They are free again when it is destroyed.
    class Share {
    public:
        Share() = default; // of nothing
        ~Share() { reduceTo(0); }
        Share(Share&& other) noexcept { swap(other); }
        Share& operator=(Share&& other) noexcept {
            Share(std::move(other)).swap(*this);
            return *this;
        }
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;

        [[nodiscard]] qint64 bytes() const { return m_bytes; }
        // Gives back what is above that.
        void reduceTo(qint64 bytes);

    private:
        friend class BodyMemory;
        Share(std::shared_ptr<Book> book, qint64 bytes) : m_book(std::move(book)), m_bytes(bytes) {}
        void swap(Share& other) noexcept {
            std::swap(m_book, other.m_book);
            std::swap(m_bytes, other.m_bytes);
        }

        std::shared_ptr<Book> m_book;
        qint64 m_bytes = 0;
    };

    using Granted = std::function<void(Share)>;

    // onUsed: gets the bytes in use whenever they change, on any thread, as long as this lives.
    explicit BodyMemory(qint64 limitBytes, std::function<void(qint64 bytes)> onUsed = {});
    ~BodyMemory() override; // who waits is never called

    // Calls `granted` with a share of that many bytes, at once or when there are as many. More than the limit
    // counts as the limit. `owner` names the request for withdraw().
    void request(const void* owner, qint64 bytes, Granted granted);
    // Takes it out of the queue, if it waits there.
    void withdraw(const void* owner);

    [[nodiscard]] qint64 limit() const;
    [[nodiscard]] qint64 used() const;
    [[nodiscard]] int waiting() const { return static_cast<int>(m_queue.size()); }

private:
    struct Waiting {
        const void* owner;
        qint64 bytes;
        Granted granted;
    };

    void grantNext();

    std::shared_ptr<Book> m_book; // what shares on other threads need of this
    std::list<Waiting> m_queue;
};

// The limit where none is configured: a quarter of the memory that the process may use, at most 512 MiB, at
// least two of the largest bodies.
[[nodiscard]] qint64 defaultBodyMemory(qint64 memoryLimitBytes, qint64 largestBodyBytes);

} // namespace nb::server
