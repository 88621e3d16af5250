SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  displayOperationId: false,
  tryItOutEnabled: true,
  validatorUrl: null,
});
