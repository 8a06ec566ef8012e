FROM debian:13
COPY main.c /src/
RUN cc -o /bin/app /src/main.c
ARG GIT_SHA
LABEL revision=$GIT_SHA
CMD ["app"]
