"""Every address; one address for each act."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.views import account, set_language
from config.health import healthz_live, healthz_ready
from inspections.views.home import home
from ui.views import pattern

handler400 = "ui.views.bad_request"
handler403 = "ui.views.permission_denied"
handler404 = "ui.views.page_not_found"
handler500 = "ui.views.server_error"

urlpatterns = [
    path("", home, name="home"),
    path("account/", account, name="account"),
    path("accounts/", include("allauth.account.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("healthz/live", healthz_live, name="healthz_live"),
    path("healthz/ready", healthz_ready, name="healthz_ready"),
    path("admin/", admin.site.urls),
    path("", include("inspections.urls.places")),
    path("", include("inspections.urls.partners")),
    path("", include("inspections.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("pattern/", pattern, name="pattern"))
