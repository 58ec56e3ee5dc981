# The images of release 0.1: its code on the packages of the present images. package-lock.json of both releases has the same
# version of every package that the two programs use, and two packages that only the app of release 0.1 uses come with the
# context, which test/stack/previous-release.ts makes.
ARG APP_IMAGE
ARG DIRECTUS_IMAGE

FROM ${APP_IMAGE} AS app
USER root
RUN rm -r build ../contract
COPY app/package.json app/server.js ./
COPY app/build build
COPY removed/node_modules node_modules
USER node

FROM ${DIRECTUS_IMAGE} AS directus
USER root
RUN rm -r contract directus scripts
COPY package.json directus-schema.yaml ./
COPY scripts scripts
COPY directus directus
USER node
CMD ["node", "directus/scripts/set-up.ts", "start"]
