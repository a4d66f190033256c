"""GitHub's GraphQL API, for the fields in `modelled.graphql`; any other field is an error."""
