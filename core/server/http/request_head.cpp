#include "core/server/http/request_head.h"

namespace nb::server {

QByteArray RequestHead::value(QByteArrayView name) const {
    for (const HeaderField& field : fields)
        if (field.name.compare(name, Qt::CaseInsensitive) == 0)
            return field.value;
    return {};
}

QByteArray RequestHead::path() const {
    const qsizetype query = target.indexOf('?');
    return query < 0 ? target : target.left(query);
}

} // namespace nb::server
