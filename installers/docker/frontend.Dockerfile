# nginx as user 10001: the web page on port 5173 (installers/nginx/page.conf.template), or, with NGINX_TEMPLATE=backend,
# the balancer of docker-compose.prod.yml (backend.conf.template). From the repository's root:
#   docker build -f installers/docker/frontend.Dockerfile -t nanobanana-frontend .
# NODE_IMAGE has Node.js 18 or newer with npm, or is a Debian that has them to install; BASE_IMAGE is Debian 12 or 13.
# The root may be read-only, all capabilities dropped and the user any other one: only /tmp is written to.
ARG NODE_IMAGE=node:20-bookworm-slim
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${NODE_IMAGE} AS build
RUN command -v npm >/dev/null || { apt-get update -qq && \
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null; }
WORKDIR /src
COPY tools/web.sh tools/web.sh
COPY ui/web/package.json ui/web/package-lock.json ui/web/
RUN tools/web.sh install
COPY resources resources
COPY ui/web ui/web
RUN tools/web.sh build --logLevel warn --outDir /page --emptyOutDir && node ui/web/scripts/pack.mjs /page /page.qrc

FROM ${BASE_IMAGE}
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        nginx libnginx-mod-http-brotli-static gettext-base curl >/dev/null && \
    rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/* /etc/nginx/sites-enabled && \
    useradd --uid 10001 --user-group --no-log-init --no-create-home --home-dir /tmp --shell /usr/sbin/nologin nanobanana
COPY installers/docker/nginx.conf /etc/nginx/nginx.conf
COPY installers/docker/frontend_start.sh /usr/local/bin/frontend_start
COPY installers/nginx/*.template /etc/nginx/templates/
COPY --from=build /page /usr/share/nanobanana/page
COPY LICENSE /usr/share/doc/nanobanana/copyright

ARG BUILD_VERSION=unknown
ARG BUILD_DATE=unknown
LABEL org.opencontainers.image.title="nanobanana-frontend" \
      org.opencontainers.image.description="The web page of NanoBanana, and nginx before its server" \
      org.opencontainers.image.licenses="GPL-3.0-only" \
      org.opencontainers.image.version="${BUILD_VERSION}" \
      org.opencontainers.image.created="${BUILD_DATE}"

ENV NGINX_TEMPLATE=page WEB_PORT=5173 PAGE_ROOT=/usr/share/nanobanana/page \
    API_ADDRESS=nanobanana-backend:8000 API_TIMEOUT=130
USER 10001:10001
EXPOSE 5173
# nginx' word for: finish what is under way, then end.
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s --retries=3 CMD ["frontend_start", "health"]
ENTRYPOINT ["frontend_start"]
CMD ["serve"]
