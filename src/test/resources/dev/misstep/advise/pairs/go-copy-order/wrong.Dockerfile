FROM golang:1.24 AS build
WORKDIR /src
COPY . .
RUN go mod download
RUN go build -o /bin/app .
FROM scratch
COPY --from=build /bin/app /app
ENTRYPOINT ["/app"]
