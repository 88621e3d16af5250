const OWN = { url: "/openapi.json", name: "Lotse control API" };

/** A service is at the gateway, which is another origin: a browser would not let this page try it out. */
const triedOutHere = () => ({
  statePlugins: {
    spec: {
      wrapSelectors: {
        allowTryItOutFor: (original, system) => (state, ...rest) =>
          system.specSelectors.url() === OWN.url && original(state, ...rest),
      },
    },
  },
});

async function servicesApis() {
  try {
    const answer = await fetch("/api/v1/apis");
    const { items } = await answer.json();
    return items.filter(({ problem }) => !problem).map(({ service }) => service);
  } catch (cause) {
    console.debug("the services' APIs are not known:", cause);
    return [];
  }
}

servicesApis().then((services) => {
  const all = services.length > 0 ? [{ url: "/api/v1/apis/openapi.json", name: "All services" }] : [];
  const each = services.map((service) => ({
    url: `/api/v1/apis/${encodeURIComponent(service)}/openapi.json`,
    name: service,
  }));
  SwaggerUIBundle({
    urls: [OWN, ...all, ...each],
    dom_id: "#docs",
    deepLinking: true,
    displayOperationId: false,
    tryItOutEnabled: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    plugins: [triedOutHere],
    layout: "StandaloneLayout",
  });
});
