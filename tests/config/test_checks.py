from config.checks import a_secure_site_knows_its_proxy


def test_https_without_a_trusted_proxy_is_a_warning(settings):
    settings.SITE_IS_SECURE, settings.TRUSTED_PROXY_COUNT = True, 0
    assert [found.id for found in a_secure_site_knows_its_proxy()] == ["config.W001"]


def test_https_behind_a_trusted_proxy_is_no_warning(settings):
    settings.SITE_IS_SECURE, settings.TRUSTED_PROXY_COUNT = True, 1
    assert a_secure_site_knows_its_proxy() == []
