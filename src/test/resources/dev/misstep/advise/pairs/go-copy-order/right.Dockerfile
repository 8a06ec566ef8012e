FROM golang:1.24 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /bin/app .
FROM scratch
COPY --from=build /bin/app /app
ENTRYPOINT ["/app"]
