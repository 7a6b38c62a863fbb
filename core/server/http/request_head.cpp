#include "core/server/http/request_head.h"
#include <QByteArrayList>

namespace nb::server {

QByteArray RequestHead::value(QByteArrayView name) const {
    for (const HeaderField& field : fields)
        if (field.name.compare(name, Qt::CaseInsensitive) == 0)
            return field.value;
    return {};
}

QByteArray RequestHead::list(QByteArrayView name) const {
    QByteArrayList values;
    for (const HeaderField& field : fields)
        if (field.name.compare(name, Qt::CaseInsensitive) == 0)
            values.append(field.value);
    return values.join(',');
}

QByteArray RequestHead::path() const {
    const qsizetype query = target.indexOf('?');
    return query < 0 ? target : target.left(query);
}

} // namespace nb::server
