# The image of paycalc: its own folders, what is shared, and the packages of its own lock.
# It has no state: it may run read-only, anywhere and in any number.
# Build it from the root of the repository: docker build -f deploy/images/paycalc.Dockerfile .
FROM python:3.11-slim AS packages
COPY locks/paycalc.txt /locks/paycalc.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes -r /locks/paycalc.txt \
    && /opt/venv/bin/python -m pip uninstall --yes pip setuptools

FROM python:3.11-slim
WORKDIR /srv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/srv/shared/src:/srv/services/paycalc/src \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
COPY --from=packages /opt/venv /opt/venv
COPY shared/schemes shared/schemes
COPY shared/pay_tables shared/pay_tables
COPY shared/src shared/src
COPY services/paycalc/src services/paycalc/src
RUN python -m compileall -q shared/src services
USER 10001:10001
EXPOSE 8001
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8001/readyz', timeout=2)"]
CMD ["python", "-m", "paycalc", "serve", "--host", "0.0.0.0", "--port", "8001"]
