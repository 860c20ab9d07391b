pytest_plugins = ["tests.database", "tests.cast"]
