"""What every answer carries, errors and files alike: nothing foreign loads, nothing is kept by a cache."""

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from recruiterdash.config import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
#: Where charts are drawn one element more is let in, an empty one: Plotly makes it and fills it by script, which is
#: not inline. The hash is that of nothing.
WITH_CHARTS = POLICY.replace(
    "style-src 'self'", "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
)
#: What a cache may keep for a while: files for the browser, and what is published for everybody.
KEPT = {
    *("assets.static", "assets.asset"),
    *("openness.latest", "openness.shown", "openness.pdf", "openness.data"),
}
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Robots-Tag": "noindex, nofollow",
}


def init_app(app: Flask, settings: Settings) -> None:
    if settings.mode == "production":
        app.config["TRUSTED_HOSTS"] = [settings.host]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
    always = dict(HEADERS)
    if settings.secure:
        always["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    def add(response: Response) -> Response:
        for name, value in always.items():
            response.headers.setdefault(name, value)
        if request.endpoint not in KEPT or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
            response.vary.add("Cookie")
        return response

    app.after_request(add)
