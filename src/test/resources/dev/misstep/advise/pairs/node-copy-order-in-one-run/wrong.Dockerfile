FROM node:22
COPY --chown=node . /app
WORKDIR /app
# installs and builds
RUN npm ci --no-audit && npm run build
