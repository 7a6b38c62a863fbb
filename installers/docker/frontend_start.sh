#!/bin/sh
# Fills in /etc/nginx/templates/$NGINX_TEMPLATE.conf.template from the environment and starts nginx with it, in this
# process. Writes only below /tmp. Usage: frontend_start serve | reload | health
#   reload   fill the template in again and have the running nginx take it, without losing a request
#   health   does the running nginx answer? Exit status not 0 if it does not
# TRUSTED_PROXIES is a comma list of addresses and subnets, as the server's option of that name. Empty: none.
set -eu
template=/etc/nginx/templates/${NGINX_TEMPLATE:=page}.conf.template
configuration=/tmp/nginx/server.conf

# The client behind a proxy whose X-Forwarded-For counts is the one that the proxy names.
trusted_proxies() {
    [ -n "${TRUSTED_PROXIES:-}" ] || return 0
    for address in $(echo "$TRUSTED_PROXIES" | tr ',' ' '); do echo "set_real_ip_from $address;"; done
    echo 'real_ip_header X-Forwarded-For; real_ip_recursive on;'
}

write_configuration() {
    [ -r "$template" ] || { echo "frontend_start: NGINX_TEMPLATE: there is no $template" >&2; exit 1; }
    # The template's own variables, which are in braces; nginx' are left alone. In comments too.
    # shellcheck disable=SC2016 # the dollar sign is the template's
    names=$(grep -o '\${[A-Z0-9_]*}' "$template" | tr -d '${}' | sort -u)
    for name in $names; do
        printenv "$name" >/dev/null || { echo "frontend_start: $name is not set; $template needs it" >&2; exit 1; }
    done
    mkdir -p /tmp/nginx
    # shellcheck disable=SC2016,SC2086 # envsubst takes the names with their dollar signs
    {
        trusted_proxies
        envsubst "$(printf '${%s} ' $names)" <"$template"
    } >"$configuration.new"
    mv "$configuration.new" "$configuration"
}

case "${1:-serve}" in
    serve) write_configuration; exec nginx ;;
    reload) write_configuration; nginx -t -q; exec nginx -s reload ;;
    # The page's own /health needs no server; the balancer has only theirs.
    health)
        if [ "$NGINX_TEMPLATE" = page ]; then url=http://127.0.0.1:${WEB_PORT##*:}/health
        else url=http://127.0.0.1:${API_LISTEN##*:}/api/health; fi
        exec curl -fsS --max-time 5 -o /dev/null "$url" ;;
    *) echo "frontend_start: unknown command '$1'; use serve, reload or health" >&2; exit 2 ;;
esac
