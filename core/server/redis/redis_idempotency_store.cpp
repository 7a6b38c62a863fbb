#include "core/server/redis/redis_idempotency_store.h"

#include "core/server/redis/stored_value.h"
#include <QUuid>

namespace nb::redis {
namespace {

using server::Claim;

constexpr std::chrono::seconds kUnhurried{10}; // for what nobody waits for
constexpr qsizetype kMaxUntold = 1'000;

// A claim's value: "running" or "finished", the fingerprint, and its owner, whose name the result has.

// ARGV: fingerprint, owner, lease in seconds, owner of a finished claim that is replaced (or empty). Returns
// the value if the claim is somebody else's. What is no claim is written over.
constexpr const char* kClaim = R"(
local value = redis.call('GET', KEYS[1])
local state, owner
if value then state, owner = string.match(value, '^(%l+) %x+ (%x+)$') end
if (state == 'running' or state == 'finished') and not (state == 'finished' and owner == ARGV[4]) then
  return value
end
redis.call('SET', KEYS[1], 'running ' .. ARGV[1] .. ' ' .. ARGV[2], 'EX', ARGV[3])
return 'mine'
)";

// ARGV: fingerprint, owner, seconds to live. Returns whether the claim still was the owner's.
constexpr const char* kFinish = R"(
if redis.call('GET', KEYS[1]) ~= 'running ' .. ARGV[1] .. ' ' .. ARGV[2] then return 0 end
redis.call('SET', KEYS[1], 'finished ' .. ARGV[1] .. ' ' .. ARGV[2], 'EX', ARGV[3])
return 1
)";

// ARGV: owner.
constexpr const char* kRelease = R"(
local value = redis.call('GET', KEYS[1])
if value and string.match(value, '^running %x+ (%x+)$') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
)";

QByteArray nameOf(const QByteArray& key) {
    return "nanobanana:claim:" + key.toHex();
}

QByteArray nameOfResult(const QByteArray& owner) {
    return "nanobanana:result:" + owner;
}

QByteArray newOwner() {
    return QUuid::createUuid().toRfc4122().toHex();
}

} // namespace

RedisIdempotencyStore::RedisIdempotencyStore(std::unique_ptr<server::IdempotencyStore> own, Client& client,
                                             WorkerPool& pool, std::chrono::seconds timeToLive)
    : RedisIdempotencyStore(std::move(own), client, pool, timeToLive, Waits()) {}

RedisIdempotencyStore::RedisIdempotencyStore(std::unique_ptr<server::IdempotencyStore> own, Client& client,
                                             WorkerPool& pool, std::chrono::seconds timeToLive,
                                             const Waits& waits)
    : m_own(std::move(own)), m_client(client), m_values(client, pool), m_timeToLive(timeToLive),
      m_waits(waits) {
    QObject::connect(&client, &Client::changed, &m_guard, [this] { tellWhatIsUntold(); });
}

void RedisIdempotencyStore::claim(const QByteArray& key, const QByteArray& fingerprint,
                                  std::chrono::seconds lease, Claimed claimed) {
    m_own->claim(key, fingerprint, lease, [=, this, guard = QPointer(&m_guard)](const Claim& own) {
        if (own.state != Claim::State::Mine || !guard)
            claimed(own);
        else
            ask({key, fingerprint, newOwner(), lease, claimed});
    });
}

void RedisIdempotencyStore::ask(const Request& request) {
    static const Script script = Script::of(kClaim);
    // Before the answer: if it does not come in time, the claim may be in Redis all the same.
    m_owners.insert(request.key, request.owner);
    m_client.runScript(Operation::Claim, script,
                       {"1", nameOf(request.key), request.fingerprint.toHex(), request.owner,
                        QByteArray::number(request.lease.count()), request.lost},
                       m_waits.claim, [this, request, guard = QPointer(&m_guard)](const Answer& answer) {
                           if (guard)
                               onAnswer(request, answer);
                       });
}

void RedisIdempotencyStore::onAnswer(const Request& request, const Answer& answer) {
    const QByteArrayList words = answer.reply.bytes.split(' '); // state, fingerprint, owner
    if (answer.outcome != Outcome::Replied || words.size() != 3)
        request.claimed({Claim::State::Mine});
    else if (words[1] != request.fingerprint.toHex())
        refuse(request, {Claim::State::Differs});
    else if (words[0] == "finished")
        readResult(request, words[2]);
    else
        refuse(request, {Claim::State::Running});
}

void RedisIdempotencyStore::readResult(const Request& request, const QByteArray& owner) {
    m_values.read(nameOfResult(owner), {m_waits.result, m_waits.result, m_waits.result},
                  [this, request, owner](Found found, const Value& value) {
                      const std::optional<server::StoredResult> result =
                          found == Found::Value ? resultOf(value) : std::nullopt;
                      if (result) {
                          refuse(request, {Claim::State::Finished, *result});
                      } else if (found == Found::Unknown) {
                          refuse(request, {Claim::State::Running});
                      } else {
                          Request again = request;
                          again.lost = owner;
                          ask(again);
                      }
                  });
}

void RedisIdempotencyStore::refuse(const Request& request, const Claim& claim) {
    m_owners.remove(request.key);
    m_own->release(request.key);
    request.claimed(claim);
}

void RedisIdempotencyStore::finish(const QByteArray& key, const QByteArray& fingerprint,
                                   const server::StoredResult& result) {
    static const Script script = Script::of(kFinish);
    m_own->finish(key, fingerprint, result);
    const QByteArray owner = m_owners.take(key);
    if (owner.isEmpty())
        return;
    // It lives a little longer than the claim that names it.
    const auto writtenFor = m_timeToLive + std::chrono::minutes(1);
    m_values.write(nameOfResult(owner), valueOf(result), writtenFor, [=, this](bool kept) {
        if (!kept) {
            releaseShared(key, owner);
            return;
        }
        tell(script,
             {"1", nameOf(key), fingerprint.toHex(), owner, QByteArray::number(m_timeToLive.count())});
    });
}

void RedisIdempotencyStore::release(const QByteArray& key) {
    m_own->release(key);
    if (const QByteArray owner = m_owners.take(key); !owner.isEmpty())
        releaseShared(key, owner);
}

void RedisIdempotencyStore::releaseShared(const QByteArray& key, const QByteArray& owner) {
    static const Script script = Script::of(kRelease);
    tell(script, {"1", nameOf(key), owner});
}

void RedisIdempotencyStore::tell(const Script& script, const QByteArrayList& arguments) {
    m_client.runScript(Operation::Claim, script, arguments, kUnhurried,
                       [this, script, arguments, guard = QPointer(&m_guard)](const Answer& answer) {
                           if (!guard || answer.outcome == Outcome::Replied)
                               return;
                           m_untold.append({script, arguments});
                           if (m_untold.size() > kMaxUntold)
                               m_untold.removeFirst(); // its lease ends it
                       });
}

void RedisIdempotencyStore::tellWhatIsUntold() {
    if (!m_client.isUp())
        return;
    for (const auto& [script, arguments] : std::exchange(m_untold, {}))
        tell(script, arguments);
}

} // namespace nb::redis
