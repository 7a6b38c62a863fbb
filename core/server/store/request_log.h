#pragma once
// Where a server writes down the edits that it has answered, one entry for each: who asked in what size and
// with what success, never the prompt or pictures. The interface only; core/request_log writes to a database.

#include <QByteArray>
#include <QDateTime>
#include <QSize>
#include <QString>
#include <chrono>
#include <optional>

namespace nb::server {

// What is known of an edit; nullopt, or empty, is what was not known when it ended.
struct EditFacts {
    QSize imageSize = {};                  // of the upright picture, once it is decoded
    std::optional<qint64> imageBytes = {}; // of the files as they were uploaded
    std::optional<qint64> maskBytes = {};
    std::optional<qint64> promptLength = {}; // code points
    QString engine = {};                     // Provider::name(), once it was asked or has answered
    std::optional<int> attempts = {};        // as StoredResult::attempts
    std::optional<std::chrono::nanoseconds> validationTime = {};
    std::optional<std::chrono::nanoseconds> apiTime = {}; // of the provider alone
    std::optional<double> costUsd = {};                   // by the provider's price list; of who paid
};

struct LoggedRequest {
    QDateTime began; // UTC
    QString requestId;
    QByteArray client; // its IPv4 address or IPv6 network as text; not to be kept as it is
    int status = 0;    // of the response; 499 = the client left before it
    std::chrono::nanoseconds total{};
    EditFacts edit;
};

class RequestLog {
public:
    RequestLog() = default;
    virtual ~RequestLog() = default;
    RequestLog(const RequestLog&) = delete;
    RequestLog& operator=(const RequestLog&) = delete;

    // Returns at once and never fails; nobody is told whether it was kept.
    virtual void add(LoggedRequest request) = 0;
};

} // namespace nb::server
