FROM debian:13
RUN apt-get update
RUN apt-get install -y --no-install-recommends curl=8.14.1-2
