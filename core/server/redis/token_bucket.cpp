#include "core/server/redis/token_bucket.h"

namespace nb::redis {
namespace {

// The generic cell rate algorithm: of a bucket only the time is kept at which it is full again. "debt" is how
// far away that is, in microseconds: each token that is missing counts for the interval in which one comes
// back. ARGV: interval and burst of each key. One microsecond is tolerated, since what is kept is rounded. A
// time that lies too far ahead was written before the clock was set back.
constexpr const char* kScript = R"(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local taken = 1
local debts = {}
for i, key in ipairs(KEYS) do
  local interval = tonumber(ARGV[2 * i - 1])
  local most = tonumber(ARGV[2 * i]) * interval
  local debt = (tonumber(redis.call('GET', key)) or now) - now
  if not (debt > 0) then debt = 0 end
  if debt > most then debt = most end
  if debt + interval > most + 1 then taken = 0 end
  debts[i] = debt
end
local answer = {taken}
for i, key in ipairs(KEYS) do
  if taken == 1 then
    debts[i] = debts[i] + tonumber(ARGV[2 * i - 1])
    redis.call('SET', key, string.format('%.0f', now + debts[i]), 'PX', math.ceil(debts[i] / 1000))
  end
  answer[i + 1] = math.floor(debts[i])
end
return answer
)";

constexpr double kMicrosecondsOfMinute = 60e6;

double intervalOf(const Bucket& bucket) {
    return kMicrosecondsOfMinute / bucket.perMinute;
}

std::optional<BucketsState> stateOf(const Answer& answer, const QList<Bucket>& buckets) {
    const std::vector<Reply>& elements = answer.reply.elements;
    if (answer.outcome != Outcome::Replied || elements.size() != static_cast<size_t>(buckets.size()) + 1)
        return std::nullopt;
    for (const Reply& element : elements)
        if (element.kind != Reply::Kind::Integer)
            return std::nullopt;
    BucketsState state;
    state.taken = elements.front().integer == 1;
    for (qsizetype i = 0; i < buckets.size(); ++i) {
        const auto debt = static_cast<double>(elements[static_cast<size_t>(i) + 1].integer);
        const double tokens = buckets[i].burst - debt / intervalOf(buckets[i]);
        state.tokens.push_back(std::clamp<double>(tokens, 0, buckets[i].burst));
    }
    return state;
}

} // namespace

void takeTokens(Client& client, const QList<Bucket>& buckets, Client::Milliseconds wait,
                std::function<void(const std::optional<BucketsState>&)> done) {
    static const Script script = Script::of(kScript);
    QByteArrayList arguments{QByteArray::number(buckets.size())};
    for (const Bucket& bucket : buckets)
        arguments.append(bucket.key);
    for (const Bucket& bucket : buckets)
        arguments << QByteArray::number(intervalOf(bucket), 'f', 6) << QByteArray::number(bucket.burst);
    client.runScript(
        Operation::RateLimit, script, arguments, wait,
        [buckets, done = std::move(done)](const Answer& answer) { done(stateOf(answer, buckets)); });
}

} // namespace nb::redis
