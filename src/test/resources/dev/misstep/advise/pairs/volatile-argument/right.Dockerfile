FROM debian:13
RUN apt-get update && apt-get install -y gcc=4:14.2.0-1 && rm -rf /var/lib/apt/lists/*
ARG GIT_SHA
LABEL revision=$GIT_SHA
CMD ["app"]
