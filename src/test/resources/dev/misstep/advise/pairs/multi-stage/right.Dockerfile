FROM golang:1.24 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /bin/app .

FROM debian:13
COPY --from=build /bin/app /bin/app
ENTRYPOINT ["/bin/app"]
