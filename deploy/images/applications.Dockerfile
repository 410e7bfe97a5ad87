# The image of applications: its own folders, what is shared, and the packages of its own lock.
# It serves, migrates and works: `serve`, `migrate` and `worker` are commands of the one image.
# Build it from the root of the repository: docker build -f deploy/images/applications.Dockerfile .
FROM python:3.11-slim AS packages
COPY locks/applications.txt /locks/applications.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes -r /locks/applications.txt \
    && /opt/venv/bin/python -m pip uninstall --yes pip setuptools

FROM python:3.11-slim
WORKDIR /srv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/srv/shared/src:/srv/services/applications/src \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
COPY --from=packages /opt/venv /opt/venv
COPY shared/schemes shared/schemes
COPY shared/src shared/src
COPY services/applications/src services/applications/src
RUN python -m compileall -q shared/src services
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["python", "-m", "applications", "serve", "--host", "0.0.0.0", "--port", "8000"]
