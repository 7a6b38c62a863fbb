#pragma once
// A request body that can be read once. QNetworkAccessManager re-sends a request by itself, POST included,
// when the connection breaks while it waits for the answer; to do so it rewinds the body, and this one
// refuses. It also tells whether the whole body was handed over, which decides whether a retry is safe.

#include <QByteArray>
#include <QIODevice>
#include <algorithm>
#include <cstring>

namespace nb::providers {

class OneShotBody : public QIODevice {
public:
    explicit OneShotBody(QByteArray bytes) : m_bytes(std::move(bytes)) {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    [[nodiscard]] bool wholeRead() const { return m_read >= m_bytes.size(); }

    [[nodiscard]] qint64 size() const override { return m_bytes.size(); }
    [[nodiscard]] bool isSequential() const override { return false; }
    bool seek(qint64 position) override { return position >= m_read && QIODevice::seek(position); }

protected:
    qint64 readData(char* data, qint64 maxSize) override {
        const qint64 count = std::min<qint64>(maxSize, m_bytes.size() - pos());
        if (count <= 0)
            return -1;
        std::memcpy(data, m_bytes.constData() + pos(), static_cast<size_t>(count));
        m_read = pos() + count;
        return count;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_read = 0;
};

} // namespace nb::providers
