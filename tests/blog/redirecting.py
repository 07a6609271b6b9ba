"""An address of a former blog, and where requests of it lead."""

OLD = "/2019/05/hello-world/"


def redirect_of(client, address):
    """Status and target of one request."""
    response = client.get(address)
    return response.status_code, response.headers.get("Location")
