#pragma once
// What a hostile case works with: a server process in front of a fake service that counts what it charges,
// connections that send exactly what they are told to, and a list of what did not hold.

#include "tests/integration/server_process.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/raw_client.h"
#include <initializer_list>
#include <memory>

namespace nb::test {

struct FormPart {
    QByteArray name;
    QByteArray content;
    bool isFile = false;
    QByteArray head = {}; // instead of the usual Content-Disposition
};

inline const QByteArray kBoundary = "hostile-boundary";

[[nodiscard]] QByteArray formOf(const QList<FormPart>& parts, const QByteArray& boundary = kBoundary);
// POST /api/edit on a connection that is closed afterwards. contentType: empty = that of a form.
[[nodiscard]] QByteArray postOf(const QByteArray& body, const QByteArray& contentType = {},
                                const QByteArray& moreHeaders = {});

class Bench {
public:
    static constexpr QSize kSize{300, 300};
    static constexpr QRect kSelection{100, 120, 40, 30};

    // Without a rate limit unless `environment` sets one.
    explicit Bench(const Variables& environment = {}, const ServerLaunch& launch = {});

    FakeNanoBanana upstream;
    std::unique_ptr<ServerProcess> server;

    // Keeps the sentence if it does not hold. Nothing stops: a case goes on to its end.
    void check(bool holds, const QString& sentence);
    [[nodiscard]] const QStringList& faults() const { return m_faults; }

    // Sends on a connection of its own and reads the answer. Checks that one answer comes and no second one,
    // and that an error is the JSON object of the contract.
    RawAnswer exchange(const QByteArray& request, const QByteArray& method = "POST");
    RawAnswer get(const QByteArray& path);
    // As exchange(), and its status has to be one of these.
    RawAnswer expect(std::initializer_list<int> statuses, const QByteArray& request, const QString& what);

    // A whole edit of the good picture unless others are given.
    RawAnswer edit(const QByteArray& picture = {}, const QByteArray& mask = {});
    // The same, with its status; one that succeeds is owed.
    RawAnswer expectEdit(std::initializer_list<int> statuses, const QString& what,
                         const QByteArray& picture = {}, const QByteArray& mask = {});

    // How many calls of the service were in order.
    void owe(int calls) { m_owed += calls; }
    [[nodiscard]] int owed() const { return m_owed; }

    // The sum of the samples of /metrics that begin so: `http_requests_total{endpoint="/api/edit"`.
    [[nodiscard]] double metric(const QByteArray& series);

    [[nodiscard]] qint64 residentBytes() const;

    [[nodiscard]] static QByteArray goodPicture();
    [[nodiscard]] static QByteArray goodMask();
    [[nodiscard]] static QList<FormPart> goodParts();

private:
    QStringList m_faults;
    int m_owed = 0;
};

} // namespace nb::test
