"""The product's addresses and one more: the frame of a page with nothing in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as product_urls


def empty_page(request: HttpRequest) -> HttpResponse:
    """What every signed-in page costs at least."""
    return render(request, "base.html")


urlpatterns = [*product_urls, path("empty/", empty_page, name="empty")]
