"""Static files: hashed, compressed, and with their module imports rewritten."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import … from "./x.js"` to the hashed name, which Django leaves out."""

    support_js_module_import_aggregation = True
