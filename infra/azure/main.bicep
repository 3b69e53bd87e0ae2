// Aidp on Azure: the Functions host in a container, on Container Apps.
//   az group create -n aidp -l westeurope
//   az deployment group create -g aidp -f infra/azure/main.bicep -p image=<registry>/aidp:<tag> fullKey=$(openssl rand -hex 32)
// Steps need git, tools and hours: a plan without a custom image or with a limit of time on functions does not do.

targetScope = 'resourceGroup'

@description('Begins the name of every resource: 3 to 6 lower-case letters and digits, because a storage account name has 24 at most.')
@minLength(3)
@maxLength(6)
param name string = 'aidp'

param location string = resourceGroup().location

@description('The image of infra/Dockerfile, in a registry that the app can read.')
param image string

@description('The name of an Azure container registry in this resource group that holds the image; empty for a public one.')
param registryName string = ''

@description('The key that allows everything over HTTP: at least 32 random characters.')
@secure()
@minLength(32)
param fullKey string

@description('The credential of the agent claude; empty for none.')
@secure()
param anthropicApiKey string = ''

@description('The credential of the agent codex; empty for none.')
@secure()
param openAiApiKey string = ''

// Names only, so that the app can refer to the secrets.
var secretNames = concat(
  [
    'full-key'
    'artifact-connection'
  ],
  empty(anthropicApiKey) ? [] : ['anthropic-api-key'],
  empty(openAiApiKey) ? [] : ['openai-api-key']
)

var unique = '${name}${uniqueString(resourceGroup().id)}'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

module network 'network.bicep' = {
  name: 'network'
  params: {
    name: name
    location: location
  }
}

module storage 'storage.bicep' = {
  name: 'storage'
  params: {
    name: unique
    location: location
    principalId: identity.properties.principalId
    subnetId: network.outputs.appSubnetId
  }
}

module vault 'vault.bicep' = {
  name: 'vault'
  params: {
    name: unique
    location: location
    principalId: identity.properties.principalId
    storageName: storage.outputs.hostAccountName
    fullKey: fullKey
    anthropicApiKey: anthropicApiKey
    openAiApiKey: openAiApiKey
  }
}

module monitor 'monitor.bicep' = {
  name: 'monitor'
  params: {
    name: name
    location: location
    principalId: identity.properties.principalId
  }
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = if (!empty(registryName)) {
  name: empty(registryName) ? 'none' : registryName
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(registryName)) {
  name: guid(resourceGroup().id, identity.id, registryName, 'AcrPull')
  scope: registry
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
  }
}

module app 'app.bicep' = {
  name: 'app'
  params: {
    name: name
    location: location
    image: image
    registryServer: empty(registryName) ? '' : registry!.properties.loginServer
    identityId: identity.id
    identityClientId: identity.properties.clientId
    environmentSubnetId: network.outputs.appSubnetId
    logWorkspaceName: monitor.outputs.workspaceName
    insightsName: monitor.outputs.insightsName
    hostAccountName: storage.outputs.hostAccountName
    stateAccountName: storage.outputs.stateAccountName
    stateShareName: storage.outputs.stateShareName
    vaultUri: vault.outputs.uri
    secretNames: secretNames
  }
  dependsOn: [
    pull
  ]
}

@description('Where the app answers; every request needs the key.')
output url string = app.outputs.url
