FROM debian:13
ARG GIT_SHA
LABEL revision=$GIT_SHA
COPY main.c /src/
RUN cc -o /bin/app /src/main.c
CMD ["app"]
