// The Functions host: one container app of kind functionapp.

param name string
param location string
param image string
param registryServer string
param identityId string
param identityClientId string
param environmentSubnetId string
param logWorkspaceName string
param insightsName string
param hostAccountName string
param stateAccountName string
param stateShareName string
param vaultUri string
param secretNames array

// Which environment variable carries which secret.
var variables = {
  'full-key': 'Aidp__Keys__Full'
  'artifact-connection': 'AIDP_ARTIFACT_CONNECTION'
  'anthropic-api-key': 'ANTHROPIC_API_KEY'
  'openai-api-key': 'OPENAI_API_KEY'
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: logWorkspaceName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource apps 'Microsoft.App/managedEnvironments@2026-01-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: workspace.properties.customerId
        sharedKey: workspace.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: {
      infrastructureSubnetId: environmentSubnetId
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }

  resource state 'storages' = {
    name: 'state'
    properties: {
      nfsAzureFile: {
        server: '${stateAccountName}.file.${environment().suffixes.storage}'
        shareName: '/${stateAccountName}/${stateShareName}'
        accessMode: 'ReadWrite'
      }
    }
  }
}

resource app 'Microsoft.App/containerApps@2026-01-01' = {
  name: name
  location: location
  kind: 'functionapp'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: apps.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 80
        transport: 'auto'
        allowInsecure: false
      }
      registries: empty(registryServer) ? [] : [
        {
          server: registryServer
          identity: identityId
        }
      ]
      secrets: [for secret in secretNames: {
        name: secret
        keyVaultUrl: '${vaultUri}secrets/${secret}'
        identity: identityId
      }]
    }
    template: {
      // A step that was told to stop still writes down its outcome.
      terminationGracePeriodSeconds: 120
      containers: [
        {
          name: 'aidp'
          image: image
          resources: {
            cpu: json('4')
            memory: '8Gi'
          }
          env: concat(
            [
              {
                name: 'AzureWebJobsStorage__accountName'
                value: hostAccountName
              }
              {
                name: 'AzureWebJobsStorage__credential'
                value: 'managedidentity'
              }
              {
                name: 'AzureWebJobsStorage__clientId'
                value: identityClientId
              }
              {
                name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
                value: insights.properties.ConnectionString
              }
              {
                name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
                value: 'ClientId=${identityClientId};Authorization=AAD'
              }
              {
                // The management addresses of instances begin with it.
                name: 'WEBSITE_HOSTNAME'
                value: '${name}.${apps.properties.defaultDomain}'
              }
              {
                name: 'Aidp__Host__Store'
                value: 'Azure'
              }
              {
                name: 'Aidp__Host__ConnectionVariable'
                value: 'AIDP_ARTIFACT_CONNECTION'
              }
            ],
            map(secretNames, secret => {
              name: variables[secret]
              secretRef: secret
            })
          )
          probes: [
            {
              // A long start: the first one makes the hub's queues and tables.
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: 80
              }
              periodSeconds: 30
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: 80
              }
              periodSeconds: 20
              timeoutSeconds: 5
            }
          ]
          volumeMounts: [
            {
              volumeName: 'state'
              mountPath: '/var/lib/aidp'
            }
          ]
        }
      ]
      volumes: [
        {
          name: 'state'
          storageType: 'NfsAzureFile'
          storageName: apps::state.name
        }
      ]
      // Never none: durable timers wait in queues that only a running host reads. One, because worktrees are on one disk and take locks there.
      scale: {
        minReplicas: 1
        maxReplicas: 1
      }
    }
  }
}

output url string = 'https://${app.properties.configuration.ingress.fqdn}'
