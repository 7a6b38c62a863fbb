# The server: nanobanana and the libraries that it needs, on Debian. From the repository's root:
#   docker build -f installers/docker/backend.Dockerfile -t nanobanana-backend .
# BUILD_IMAGE and BASE_IMAGE are Debian 12 or 13, both the same release. The root may be read-only, all capabilities
# dropped and the user any other one: the program writes nothing but /tmp, and nothing at all when it does not have to.
ARG BUILD_IMAGE=debian:bookworm-slim
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        g++ cmake ninja-build ccache pkg-config python3 python3-yaml qt6-base-dev libopencv-dev libspdlog-dev \
        prometheus-cpp-dev libexpected-dev libhiredis-dev libspng-dev libjpeg-dev liblcms2-dev zlib1g-dev >/dev/null
WORKDIR /src
COPY CMakeLists.txt LICENSE ./
COPY cmake cmake
COPY tools tools
COPY resources resources
COPY installers installers
COPY core core
COPY app app
# A cache that the builder mounts: the paths in it are relative to the sources, wherever they lie.
ARG CCACHE_DIR=/root/.cache/ccache
ENV CCACHE_BASEDIR=/src CCACHE_NOHASHDIR=1 \
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
# 0 is one compiler for each core; each may take 1 GB.
ARG BUILD_JOBS=0
RUN cmake -S . -B build -G Ninja --log-level=WARNING -DCMAKE_BUILD_TYPE=Release \
        -DNB_BUILD_STUDIO=OFF -DNB_BUILD_WEB=OFF -DNB_BUILD_TESTS=OFF >/dev/null && \
    if [ "$BUILD_JOBS" -gt 0 ]; then jobs=$BUILD_JOBS; else jobs=$(nproc); fi && \
    cmake --build build -j "$jobs" --target nanobanana -- --quiet && \
    install -D -s build/bin/nanobanana /out/usr/bin/nanobanana && \
    install -D -m 644 LICENSE /out/usr/share/doc/nanobanana/copyright
# Debian's names of the libraries that it is linked with, known by their paths in /usr/lib or in /lib; the drivers of
# QtSql are loaded while it runs.
RUN set -e; for library in $(ldd /out/usr/bin/nanobanana | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p'); do \
        library=$(realpath "$library"); \
        dpkg-query -S "$library" 2>/dev/null || dpkg-query -S "${library#/usr}"; \
    done >/owners; \
    cut -d: -f1 /owners | sort -u >/packages

FROM ${BASE_IMAGE}
# OpenGL's drivers come with OpenCV's libraries, by way of libGL, and nothing here loads them: 160 MB. Who adds
# packages in an image of their own gets them back by `apt-get --fix-broken install`.
COPY --from=build /packages /usr/share/doc/nanobanana/packages
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        $(cat /usr/share/doc/nanobanana/packages) libqt6sql6-sqlite libqt6sql6-psql ca-certificates >/dev/null && \
    dpkg-query -W -f '${Package}\n' | grep -Ex 'libgl1-mesa-dri|mesa-libgallium|libllvm[0-9]+|libz3-4' | \
        xargs -r dpkg --purge --force-depends >/dev/null 2>&1 && \
    rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/* && \
    useradd --uid 10001 --user-group --no-log-init --no-create-home --home-dir /var/lib/nanobanana \
        --shell /usr/sbin/nologin nanobanana && \
    install -d -o 10001 -g 10001 -m 755 /var/lib/nanobanana
COPY --from=build /out/usr /usr
# The program and the drivers of QtSql find all of their libraries.
RUN ! ldd /usr/bin/nanobanana /usr/lib/*/qt6/plugins/sqldrivers/*.so | grep 'not found'

ARG BUILD_VERSION=unknown
ARG BUILD_DATE=unknown
LABEL org.opencontainers.image.title="nanobanana-backend" \
      org.opencontainers.image.description="Inpainting server: picture, mask and prompt in, edited picture out" \
      org.opencontainers.image.licenses="GPL-3.0-only" \
      org.opencontainers.image.version="${BUILD_VERSION}" \
      org.opencontainers.image.created="${BUILD_DATE}"

ENV LANG=C.UTF-8 HOME=/var/lib/nanobanana PORT=8000
USER 10001:10001
WORKDIR /var/lib/nanobanana
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s --retries=3 CMD ["nanobanana", "health"]
ENTRYPOINT ["nanobanana"]
CMD ["serve"]
