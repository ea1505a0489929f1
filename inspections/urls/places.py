"""All addresses of places: the lists of `regions`, and the pages of one place.

Those pages show visits and follow-ups, which `regions` doesn't know; so their
views live in `inspections`, and this module puts both into one namespace.
"""

from django.urls import path

from inspections.views import places
from regions import urls as lists

app_name = "regions"
urlpatterns = [
    *lists.urlpatterns,
    path("zones/<int:number>/", places.zone_detail, name="zone_detail"),
    path("provinces/<str:code>/", places.province_detail, name="province_detail"),
    path("offices/<slug:code>/", places.office_detail, name="office_detail"),
    path("sites/<int:pk>/", places.site_detail, name="site_detail"),
]
