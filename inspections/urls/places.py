"""All addresses of places: the lists of `regions`, and the pages of one place.

Those pages show visits and follow-ups, which `regions` doesn't know, and changing
sites asks for rights; so their views live in `inspections`, and this module puts
both into one namespace.
"""

from django.urls import path

from inspections.views import places, site
from inspections.views.site_edit import site_edit, site_new
from inspections.views.site_merge import site_merge
from regions import urls as lists

app_name = "regions"
urlpatterns = [
    *lists.urlpatterns,
    path("zones/<int:number>/", places.zone_detail, name="zone_detail"),
    path("provinces/<str:code>/", places.province_detail, name="province_detail"),
    path("offices/<slug:code>/", places.office_detail, name="office_detail"),
    path("sites/", site.site_list, name="site_list"),
    path("sites/new/", site_new, name="site_new"),
    path("sites/<int:pk>/", site.site_detail, name="site_detail"),
    path("sites/<int:pk>/edit/", site_edit, name="site_edit"),
    path("sites/<int:pk>/merge/", site_merge, name="site_merge"),
    path("sites/<int:pk>/history/", site.site_history, name="site_history"),
]
