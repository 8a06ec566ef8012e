FROM node:22
COPY --chown=node package.json package-lock.json /app/
WORKDIR /app
RUN npm ci --no-audit
COPY --chown=node . /app
# installs and builds
RUN npm run build
