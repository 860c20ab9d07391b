from django.apps import AppConfig


class FenceConfig(AppConfig):
    name = "linli.fence"
